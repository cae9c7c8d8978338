using Functions.Tests.Api.Drivers;

namespace Functions.Tests.Api;

/// <summary>A client in C#, as NSwag makes it of the committed document.</summary>
public sealed class CSharpClientTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task It_compiles_and_reads_what_the_app_responds()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Environment.App.Address, "api/") };
        client.DefaultRequestHeaders.Add("x-functions-key", Environment.Local.FunctionKey);

        Assert.Equal("0 True True 404", await GeneratedClient.RunAsync(client));
    }
}
