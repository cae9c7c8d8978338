using System.Text.Json.Nodes;
using Api.Creating;
using Api.OpenApi;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;

namespace Api.Tests.Responses;

public sealed class UnknownParameterTests
{
    [Fact]
    public async Task A_batch_with_one_is_refused_and_nothing_is_sent()
    {
        await using var app = await TestApp.StartAsync();

        await AssertRefusedAsync(app.Get<UserBatchEndpoint>().CreateAsync);

        Assert.Empty(app.HubSpot.Creates);
    }

    [Fact]
    public Task The_description_with_one_is_refused() => AssertRefusedAsync(new OpenApiEndpoint().GetAsync);

    private static async Task AssertRefusedAsync(Func<HttpRequest, Task<IResult>> endpoint)
    {
        var context = new DefaultHttpContext { Request = { QueryString = new QueryString("?dryRun=true") }, Response = { Body = new MemoryStream() } };

        await (await endpoint(context.Request)).ExecuteAsync(context);

        context.Response.Body.Position = 0;
        Assert.Equal(400, context.Response.StatusCode);
        Assert.Contains("parameter dryRun ", (string?)(await JsonNode.ParseAsync(context.Response.Body))!["detail"], StringComparison.Ordinal);
    }
}
