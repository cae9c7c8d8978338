using Api.OpenApi;
using Api.Tests.Reading;
using Testing.Drivers;

namespace Api.Tests.OpenApi;

/// <summary>The committed description of the API. To accept a change: <c>UPDATE_DOCS=1</c> in front of the tests.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task It_is_what_the_code_says()
    {
        await using var app = new TestApp();
        var (_, _, text) = await new Caller(app).AskAsync(app.Get<OpenApiEndpoint>().GetAsync);
        var path = Path.Combine(Repository.Root, "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), text);
    }
}
