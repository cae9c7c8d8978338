using Api.OpenApi;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;

namespace Api.Tests;

public sealed class TempOpenApi
{
    [Fact]
    public async Task Write()
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await new OpenApiEndpoint().Get().ExecuteAsync(context);
        await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "openapi.json"), body.ToArray());
    }
}
