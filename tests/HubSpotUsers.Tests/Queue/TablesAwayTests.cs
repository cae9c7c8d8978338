using System.Net;
using System.Text.Json.Nodes;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Queue;

/// <summary>The tables refuse, or cannot be reached, while the queue works: messages go back with their identity and their doubt.</summary>
public sealed class TablesAwayTests
{
    private const string User = """{"properties":{"hs_email":"ada@example.com"}}""";

    public static TheoryData<bool> Kinds => [true, false];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Users_whose_rows_were_not_taken_come_back_in_doubt(bool isUnreachable)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Tables.Users.Failure = Failure(isUnreachable);

        await HandleAsync(app, User);

        var header = Header(app);
        Assert.Equal("0b9a3d6c-message", header["sourceId"]!.GetValue<string>());
        Assert.True(header["mayBeCreated"]!.GetValue<bool>());
        Assert.Equal(2, header["attempt"]!.GetValue<int>());
        Assert.InRange(header["sentAt"]!.GetValue<DateTimeOffset>(), app.HubSpot.Creates[0].At - TimeSpan.FromSeconds(5), app.HubSpot.Creates[0].At);
    }

    [Fact]
    public async Task However_long_they_are_away_no_user_is_created_twice()
    {
        await using var app = await TestApp.StartAsync(("Retry:MaxAttempts", "3"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Tables.Users.Failure = StorageFailures.Forbidden();
        app.Tables.Intents.Meanwhile = () => app.Tables.Intents.Failure = StorageFailures.Forbidden();

        var body = User;
        for (var delivery = 0; app.Queues.Poison.Messages.Count is 0; delivery++)
        {
            Assert.InRange(delivery, 0, 5);
            await HandleAsync(app, body);
            body = app.Queues.Users.Messages.LastOrDefault()?.ToString() ?? body;
        }

        // The tables are back, and a person sends the message back as the runbook says: without a way to ask, that is a decision to send.
        var poison = JsonNode.Parse(app.Queues.Poison.Messages[0])!;
        Assert.Equal("Unknown", poison["poison"]!["reason"]!.GetValue<string>());
        Assert.Equal("0b9a3d6c-message", poison["poison"]!["sourceId"]!.GetValue<string>());
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task With_a_way_to_ask_the_user_is_found()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), "ada@example.com");
        app.Tables.Users.Failure = StorageFailures.Busy();
        await HandleAsync(app, User);
        app.Tables.Users.Failure = null;
        app.Time.Advance(TimeSpan.FromMinutes(10));

        await HandleAsync(app, app.Queues.Users.Messages[0].ToString());

        Assert.Single(app.HubSpot.Creates);
        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_ledger_that_cannot_be_read_puts_the_message_back_unsent(bool isUnreachable)
    {
        await using var app = await TestApp.StartAsync();
        app.Tables.Intents.Failure = Failure(isUnreachable);

        await HandleAsync(app, $$"""{"id":"order-7","inputs":[{{User}}]}""");

        Assert.Empty(app.HubSpot.Requests);
        Assert.True(Header(app)["byProducer"]!.GetValue<bool>());
        Assert.Null(Header(app)["mayBeCreated"]);
        Assert.StartsWith("The ledger could not be read", Header(app)["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_table_that_cannot_be_reached_leaves_what_was_known()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, $$"""{"id":"before","inputs":[{{User}}]}""");
        app.Tables.Control.Failure = StorageFailures.Unreachable();
        app.Time.Advance(TimeSpan.FromMinutes(2));

        await HandleAsync(app, $$"""{"id":"after","inputs":[{{User}}]}""");

        Assert.Equal(["Created", "Created"], app.Tables.Users.Rows.Select(row => row.GetString("Outcome")));
    }

    [Fact]
    public async Task A_response_is_not_lost_when_its_pause_cannot_be_shared()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request =>
        {
            app.Tables.Control.Failure = StorageFailures.Unreachable();
            var response = HubSpotResponses.AllCreated(request);
            response.Headers.Add("X-HubSpot-RateLimit-Daily", "1000");
            response.Headers.Add("X-HubSpot-RateLimit-Daily-Remaining", "0");
            return response;
        };

        await HandleAsync(app, User);

        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Theory]
    [InlineData(20, "Created")]
    [InlineData(21, null)]
    public async Task A_message_whose_deliveries_all_ended_without_an_outcome_is_poisoned_with_its_identity(long dequeueCount, string? outcome)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(User, dequeueCount), default));

        Assert.Equal(outcome, app.Tables.Users.Rows.SingleOrDefault()?.GetString("Outcome"));
        Assert.Equal(outcome is null ? "RetriesExhausted" : null, app.Queues.Poison.Messages.Select(message => JsonNode.Parse(message)!["poison"]!["reason"]!.GetValue<string>()).SingleOrDefault());
    }

    [Fact]
    public async Task A_pause_does_not_make_one_forget_that_a_user_may_be_created()
    {
        await using var app = await TestApp.StartAsync(("Retry:MaxAttempts", "2"));
        app.HubSpot.Plan((request, _) => Task.FromResult(HubSpotResponses.AllCreated(request)));
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.Unauthorized, "{}");
        app.Tables.Users.Failure = StorageFailures.Busy();
        await HandleAsync(app, User);
        app.Tables.Users.Failure = null;
        await HandleAsync(app, """{"id":"other","inputs":[{"properties":{"hs_job_title":"x"}}]}""");

        await HandleAsync(app, app.Queues.Users.Messages[0].ToString());

        Assert.True(Header(app, last: true)["mayBeCreated"]!.GetValue<bool>());
    }

    private static Exception Failure(bool isUnreachable) => isUnreachable ? StorageFailures.Unreachable() : StorageFailures.Busy();

    private static JsonNode Header(TestApp app, bool last = false) => JsonNode.Parse(app.Queues.Users.Messages[last ? ^1 : 0])!["deferral"]!;

    private static Task HandleAsync(TestApp app, string body) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body), default));
}
