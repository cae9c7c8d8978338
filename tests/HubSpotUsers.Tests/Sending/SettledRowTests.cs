using System.Net;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

/// <summary>The row of a batch whose response got lost ends with the truth.</summary>
public sealed class SettledRowTests
{
    [Fact]
    public async Task What_a_look_up_finds_is_written_back()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow(), HubSpotResponses.Values(request));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "m"), default));

        var row = Assert.Single(app.Tables.Batches.Rows);
        Assert.Equal(("Succeeded", 502, 3, 3, 0), Counts(row));
        Assert.Equal("""["id-m.0@example.com","id-m.1@example.com","id-m.2@example.com"]""", row.GetString("CreatedIds"));
        Assert.All(app.Tables.Users.Rows, user => Assert.Equal(row.GetGuid("BatchId"), user.GetGuid("BatchId")));
        Assert.Equal(BatchResult.Succeeded, Assert.Single(outcome.Batches).Result);
        Assert.Single(await app.Get<BatchReader>().ReadAsync("20261123", BatchResult.Succeeded, string.Empty, 10));
        Assert.Empty(await app.Get<BatchReader>().ReadAsync("20261123", BatchResult.Unknown, string.Empty, 10));
    }

    [Fact]
    public async Task Users_that_the_call_did_not_create_are_the_next_calls()
    {
        await using var app = await LosingAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), "m.1@example.com");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "m"), default));

        var rows = app.Tables.Batches.Rows.OrderBy(row => row.GetInt32("HttpStatus")).ToList();
        Assert.Equal([("Succeeded", 201, 2, 2, 0), ("PartiallySucceeded", 502, 3, 1, 0)], rows.Select(Counts));
        Assert.Equal(2, rows[1].GetInt32("Deferred"));
        Assert.Equal([rows[0].GetGuid("BatchId"), rows[1].GetGuid("BatchId"), rows[0].GetGuid("BatchId")], outcome.Inputs.Select(input => input.BatchId));
    }

    [Fact]
    public async Task A_call_applied_late_has_created_the_user_although_a_later_one_met_the_conflict()
    {
        await using var app = await LosingAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "CONFLICT", "User already exists. Existing ID: 77");
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow(), app.HubSpot.Creates.Count > 1 ? HubSpotResponses.Values(request) : []);

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        var rows = app.Tables.Batches.Rows.ToDictionary(row => row.GetInt32("HttpStatus")!.Value);
        Assert.Equal(("Succeeded", 502, 1, 1, 0), Counts(rows[502]));
        Assert.Equal("""["id-m.0@example.com"]""", rows[502].GetString("CreatedIds"));
        Assert.Equal(("Duplicate", 207, 1, 0, 0), Counts(rows[207]));
        Assert.Equal(("Created", rows[502].GetGuid("BatchId")), (app.Tables.Users.Rows[0].GetString("Outcome"), app.Tables.Users.Rows[0].GetGuid("BatchId")));
    }

    [Fact]
    public async Task A_later_delivery_settles_the_row_of_the_call_that_left_the_doubt()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = _ => StubUnavailable();
        var handler = app.Get<UserMessageHandler>();
        await app.EndAsync(handler.HandleAsync(QueueMessages.With("""[{"properties":{"hs_email":"a@example.com"}},{"properties":{"hs_email":"b@example.com"}}]"""), default));
        Assert.Equal(("Unknown", 502, 2, 0, 2), Counts(Assert.Single(app.Tables.Batches.Rows)));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), "a@example.com");

        app.Time.Advance(TimeSpan.FromSeconds(30));
        await app.EndAsync(handler.HandleAsync(QueueMessages.With(app.Queues.Users.Messages[0].ToString()), default));

        var lost = app.Tables.Batches.Rows.Single(row => row.GetInt32("HttpStatus") is 502);
        Assert.Equal(("PartiallySucceeded", 502, 2, 1, 0), Counts(lost));
        Assert.Equal("""["id-a@example.com"]""", lost.GetString("CreatedIds"));
        Assert.Equal(lost.GetGuid("BatchId"), app.Tables.Users.Rows.Single(user => user.GetString("HubSpotId") is "id-a@example.com").GetGuid("BatchId"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_settled_costs_no_user_its_outcome()
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = request =>
        {
            app.Tables.Batches.Failure = new RequestFailedException(503, "Busy");
            return HubSpotResponses.Found(app.Time.GetUtcNow(), HubSpotResponses.Values(request));
        };

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal(Outcome.Created, outcome.Inputs[0].Outcome);
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Theory]
    [InlineData("Settled")]
    [InlineData("CreatedIds")]
    public async Task A_row_that_cannot_be_read_costs_no_user_its_outcome(string column)
    {
        await using var app = await LosingAsync();
        app.HubSpot.LookUp = _ => StubUnavailable();
        var handler = app.Get<UserMessageHandler>();
        await app.EndAsync(handler.HandleAsync(QueueMessages.With("""{"properties":{"hs_email":"a@example.com"}}"""), default));
        await app.Tables.Batches.UpdateEntityAsync(new TableEntity(app.Tables.Batches.Rows[0]) { [column] = "{" }, ETag.All, TableUpdateMode.Replace);
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow(), HubSpotResponses.Values(request));

        app.Time.Advance(TimeSpan.FromSeconds(30));
        await app.EndAsync(handler.HandleAsync(QueueMessages.With(app.Queues.Users.Messages[0].ToString()), default));

        Assert.Equal(("Created", "id-a@example.com"), (Assert.Single(app.Tables.Users.Rows).GetString("Outcome"), app.Tables.Users.Rows[0].GetString("HubSpotId")));
        Assert.Equal(column is "Settled", app.Log.Text.Contains("its row cannot be read", StringComparison.Ordinal));

        // The first delivery's, which the sweeper removes.
        Assert.Single(app.Tables.Intents.Rows);
    }

    private static HttpResponseMessage StubUnavailable() => StubHubSpot.Json(HttpStatusCode.InternalServerError, "{}");

    /// <summary>An app whose first response is lost.</summary>
    private static async Task<TestApp> LosingAsync()
    {
        var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        return app;
    }

    private static (string? Outcome, int? HttpStatus, int? Inputs, int? Created, int? Unknown) Counts(TableEntity row) =>
        (row.GetString("Outcome"), row.GetInt32("HttpStatus"), row.GetInt32("Inputs"), row.GetInt32("Created"), row.GetInt32("Unknown"));
}
