using Api.Reading;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

public sealed class CachingTests
{
    [Theory]
    [InlineData("Created", true)]
    [InlineData("Duplicate", true)]
    [InlineData("Rejected", false)]
    [InlineData("Unknown", false)]
    [InlineData("DryRun", false)]
    [InlineData("Pending", false)]
    public async Task Only_what_no_redrive_can_change_may_be_kept(string outcome, bool isKept)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var caller = new Caller(app);
        await caller.QueueRawAsync("""{"id":"order-7","inputs":[{"properties":{"a":"1"}},{"properties":{"a":"2"}}]}""");
        await caller.HandleAsync();
        await app.Tables.Users.UpsertEntityAsync(new TableEntity(app.Tables.Users.Rows[0]) { ["Outcome"] = outcome });
        var batch = Assert.Single(app.Tables.Batches.Rows).GetGuid("BatchId")!.Value.ToString();

        var users = await CacheControlAsync(app, request => app.Get<UsersEndpoint>().GetAsync(request, app.Tables.Users.Rows[0].GetString("SourceId")));
        var ofBatch = await CacheControlAsync(app, request => app.Get<BatchesEndpoint>().GetAsync(request, batch));

        Assert.Equal((isKept, isKept), (users is not "no-store", ofBatch is not "no-store"));
    }

    [Fact]
    public async Task A_batch_that_may_yet_be_settled_is_not_kept()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var caller = new Caller(app);
        await caller.QueueAsync("a@example.com");
        await caller.HandleAsync();
        var row = Assert.Single(app.Tables.Batches.Rows);
        await app.Tables.Batches.UpsertEntityAsync(new TableEntity(row) { ["Unknown"] = 1 });

        Assert.Equal("no-store", await CacheControlAsync(app, request => app.Get<BatchesEndpoint>().GetAsync(request, row.GetGuid("BatchId")!.Value.ToString())));
    }

    private static async Task<string> CacheControlAsync(TestApp app, Func<HttpRequest, Task<IResult>> ask)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        await (await app.EndAsync(ask(context.Request))).ExecuteAsync(context);
        Assert.Equal(200, context.Response.StatusCode);
        return context.Response.Headers.CacheControl.ToString();
    }
}
