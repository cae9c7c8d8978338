using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Api;

/// <summary>A client in TypeScript, from the types that openapi-typescript makes of the committed document.</summary>
public sealed class TypeScriptClientTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task It_compiles_and_reads_what_the_app_responds()
    {
        await NpmTools.RunAsync("openapi-typescript", Path.Combine(ProcessRun.Repository, "docs", "openapi.json"), "--output", Path.Combine(NpmTools.Cache, "api.d.ts"));
        await NpmTools.RunAsync("tsc", "--project", NpmTools.Folder);

        var output = await NpmTools.RunNodeAsync(Path.Combine(NpmTools.Cache, "client", "client.mjs"), new Uri(Environment.App.Address, "api").AbsoluteUri, Environment.Local.FunctionKey);

        Assert.Equal("""{"index":0,"outcome":"Created","isCounted":true,"status":404}""", output.Trim());
    }
}
