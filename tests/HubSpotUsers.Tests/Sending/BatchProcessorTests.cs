using Azure;
using HubSpotUsers.Batching;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using HubSpotUsers.Sending;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

public sealed class BatchProcessorTests
{
    [Fact]
    public async Task The_intent_is_written_before_the_call_and_removed_after_the_rows_and_nothing_is_read()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With("""{"properties":{"a":"b"}}"""), default));

        Assert.Equal(["HubSpotIntents UpsertReplace", "HubSpot create", "HubSpotUsers transaction", "HubSpotBatches UpsertReplace", "HubSpotIntents Delete"], app.Steps.All);
    }

    [Fact]
    public async Task What_may_be_known_is_claimed_between_intent_and_call()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With("""{"properties":{"a":"b"}}""", dequeueCount: 2), default));

        Assert.Equal(
            ["HubSpotIntents query", "HubSpotUsers query", "HubSpotIntents UpsertReplace", "HubSpotUsers transaction", "HubSpot create", "HubSpotUsers transaction", "HubSpotBatches UpsertReplace", "HubSpotIntents Delete"],
            app.Steps.All);
    }

    [Fact]
    public async Task Without_its_intent_a_batch_makes_no_call()
    {
        await using var app = await TestApp.StartAsync();
        app.Tables.Intents.Failure = new RequestFailedException(503, "Busy");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2), default));

        Assert.All(outcome.Inputs, input => Assert.True(input is { Outcome: Outcome.Deferred, MayBeCreated: false }));
        Assert.Empty(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_intent_that_cannot_be_removed_does_no_harm(bool isUnreachable)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request =>
        {
            app.Tables.Intents.Failure = isUnreachable ? StorageFailures.Unreachable() : StorageFailures.Busy();
            return HubSpotResponses.AllCreated(request);
        };

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.Equal(Outcome.Created, outcome.Inputs[0].Outcome);
        Assert.Single(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task Rows_that_cannot_be_written_leave_the_intent()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Tables.Users.Failure = new RequestFailedException(503, "Busy");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.True(outcome.Inputs[0].MayBeCreated);
        Assert.False(Assert.Single(app.Tables.Intents.Rows).GetBoolean("IsReleased"));
    }

    [Fact]
    public async Task Users_on_record_are_reported_although_the_row_of_their_batch_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Tables.Batches.Failure = StorageFailures.Unreachable();

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
    }

    [Fact]
    public async Task Users_that_HubSpot_refused_are_in_no_doubt_although_their_rows_are_refused_too()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "Not welcome");
        app.Tables.Users.Failure = StorageFailures.Busy();

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.True(outcome.Inputs[0] is { Outcome: Outcome.Deferred, MayBeCreated: false });
    }

    [Fact]
    public async Task What_someone_else_has_claimed_is_deferred_and_the_rest_is_sent()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.Tables.Users.AddEntityAsync(UserRow.Claim(LedgerRows.Cleared(2)[1], Batches.Id, Batches.Now));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Cleared(Submissions.Count(3, "m"), _ => null), default));

        Assert.Equal([Outcome.Created, Outcome.Deferred, Outcome.Created], outcome.Inputs.Select(input => input.Outcome));
        Assert.Equal(["m-0", "m-2"], HubSpotResponses.TraceIds(Assert.Single(app.HubSpot.Requests)));

        // Deferred, which counts as an attempt, and not held until a time, which would not.
        Assert.Null(outcome.Inputs[1].NotBefore);
    }

    [Fact]
    public async Task A_claim_is_given_back_when_the_call_was_certainly_not_applied()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(System.Net.HttpStatusCode.Forbidden, Fixture.Read("error"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Cleared(Submissions.Count(1, "m"), _ => null), default));

        Assert.Equal((Outcome.Deferred, false), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
        Assert.Empty(app.Tables.Users.Rows);
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task A_claim_stays_while_the_user_is_in_doubt()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(System.Net.HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => StubHubSpot.Json(System.Net.HttpStatusCode.InternalServerError, "{}");

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Cleared(Submissions.Count(1, "m"), _ => null), default));

        Assert.Equal("Pending", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.True(Assert.Single(app.Tables.Intents.Rows).GetBoolean("IsReleased"));
    }

    [Theory]
    [InlineData(SubmissionSource.Queue, false, 301, Outcome.Deferred)]
    [InlineData(SubmissionSource.Queue, false, 300, Outcome.Created)]
    [InlineData(SubmissionSource.Queue, true, 301, Outcome.Created)]
    [InlineData(SubmissionSource.Http, false, 301, Outcome.Created)]
    public async Task Only_unchecked_messages_that_waited_half_a_lease_are_deferred_unsent(SubmissionSource source, bool isChecked, int seconds, Outcome expected)
    {
        await using var app = new TestApp();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var submission = Submissions.Count(1, "m") with { Source = source };
        var pending = Submissions.Pending(isChecked ? Submissions.Cleared(submission, _ => null) : submission, arrivedAt: app.Time.GetTimestamp());
        var batch = new Batch(Batches.Id, new BatchingOptions());
        batch.Add(pending.Inputs[0]);
        app.Time.Advance(TimeSpan.FromSeconds(seconds));

        await app.EndAsync(app.Get<BatchProcessor>().ProcessAsync(batch.Id, batch.Inputs, leaving: static () => { }));
        var outcome = await pending.Completion;

        Assert.Equal((expected, false), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
        Assert.Equal(expected is Outcome.Created ? 1 : 0, app.HubSpot.Requests.Count);
        Assert.Empty(app.Tables.Intents.Rows);
    }
}
