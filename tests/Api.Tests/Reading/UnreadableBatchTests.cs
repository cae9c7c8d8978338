using Api.Reading;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

/// <summary>A row of a batch that does not say which users it had: the others are listed.</summary>
public sealed class UnreadableBatchTests
{
    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("""["no key"]""")]
    [InlineData(7)]
    public async Task Its_users_are_not_listed_with_it_and_the_others_are(object users)
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync("a@example.com");
        await caller.HandleAsync();
        var row = new TableEntity(app.Tables.Batches.Rows.Single()) { ["Users"] = users };
        await app.Tables.Batches.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await caller.QueueAsync("b@example.com");
        await caller.HandleAsync();

        var ofDay = await caller.GetAsync(app.Get<UsersEndpoint>().ListAsync);
        var batch = await caller.GetAsync(request => app.Get<BatchesEndpoint>().GetAsync(request, row.GetGuid("BatchId")!.Value.ToString()));

        Assert.Single(ofDay["users"]!.AsArray());
        Assert.Empty(batch["users"]!.AsArray());
        Assert.Equal(1, batch["batch"]!["counts"]!["created"]!.GetValue<int>());
        Assert.Contains(row.GetGuid("BatchId")!.Value.ToString(), app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_kept_by_no_cache()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync("a@example.com");
        await caller.HandleAsync();
        var row = new TableEntity(app.Tables.Batches.Rows.Single()) { ["Users"] = "{" };
        await app.Tables.Batches.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);

        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        context.Request.Method = HttpMethods.Get;
        await (await app.EndAsync(app.Get<BatchesEndpoint>().GetAsync(context.Request, row.GetGuid("BatchId")!.Value.ToString()))).ExecuteAsync(context);

        Assert.Equal("no-store", context.Response.Headers.CacheControl.ToString());
    }

    [Fact]
    public async Task A_batch_whose_row_does_not_say_its_id_is_known_by_its_key()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync("a@example.com");
        await caller.HandleAsync();
        var row = new TableEntity(app.Tables.Batches.Rows.Single());
        var id = row.GetGuid("BatchId")!.Value;
        row.Remove("BatchId");
        row["SentAt"] = "soon";
        row["Status"] = 7;
        await app.Tables.Batches.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace);

        var list = await caller.GetAsync(app.Get<BatchesEndpoint>().ListAsync);

        Assert.Equal(id, Guid.Parse(list["batches"]![0]!["id"]!.GetValue<string>()));
        Assert.Equal(BatchKey.Of(id).RowKey, row.RowKey);
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }
}
