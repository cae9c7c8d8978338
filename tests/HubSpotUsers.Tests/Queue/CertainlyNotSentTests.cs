using System.Net;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Queue;

/// <summary>
/// A call was certainly not applied, and what its batch wrote before cannot be removed: that puts no user in doubt. The account has no unique
/// property, so that a user in doubt would end as unknown.
/// </summary>
public sealed class CertainlyNotSentTests
{
    private const string User = """{"properties":{"hs_email":"ada@example.com"}}""";

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task Neither_an_intent_nor_a_claim_that_stays_keeps_users_waiting_or_puts_them_in_doubt(long dequeueCount, bool isIntent)
    {
        await using var app = await StartAsync();
        Refuse(app, () => Tables(app, isIntent).Failure = StorageFailures.Busy());
        await HandleAsync(app, User, dequeueCount);
        Tables(app, isIntent).Failure = null;

        await HandleAsync(app, app.Queues.Users.Messages[0].ToString());

        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Empty(app.Queues.Poison.Messages);
        Assert.Equal(2, app.HubSpot.Creates.Count);
    }

    [Fact]
    public async Task Every_batch_that_left_something_is_named_up_to_ten()
    {
        await using var app = await StartAsync();
        var body = User;
        for (var delivery = 1; delivery <= DeferralHeader.MaxNotApplied + 2; delivery++)
        {
            Refuse(app, () => app.Tables.Intents.Failure = StorageFailures.Busy());
            await HandleAsync(app, body);
            app.Tables.Intents.Failure = null;
            body = app.Queues.Users.Messages[^1].ToString();

            Assert.Equal(Math.Min(delivery, DeferralHeader.MaxNotApplied), Named(body).Count);
        }

        Assert.Equal(
            app.Tables.Intents.Rows.Select(row => row.RowKey).Order(StringComparer.Ordinal).TakeLast(DeferralHeader.MaxNotApplied),
            Named(body).Select(id => IntentRow.Key(Guid.Parse(id))));
    }

    [Fact]
    public async Task A_batch_that_died_later_puts_them_in_doubt_all_the_same()
    {
        await using var app = await StartAsync();
        Refuse(app, () => app.Tables.Intents.Failure = StorageFailures.Busy());
        await HandleAsync(app, User);
        app.Tables.Intents.Failure = null;
        var body = app.Queues.Users.Messages[0].ToString();
        await app.Tables.Intents.AddEntityAsync(IntentOf(app, Guid.CreateVersion7(app.Time.GetUtcNow()), Header(app)));
        app.Time.Advance(TimeSpan.FromMinutes(6));

        await HandleAsync(app, body);

        Assert.Equal("Unknown", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task Neither_does_an_intent_that_stays_of_a_batch_whose_user_another_process_had_claimed()
    {
        await using var app = await StartAsync();
        var claimant = Submissions.Pending(Submissions.Count(1) with { SourceId = SourceId.Of("0b9a3d6c-message", QueueMessages.InsertedOn) }).Inputs[0];
        app.Tables.Users.Meanwhile = () =>
        {
            _ = app.Tables.Users.AddEntityAsync(UserRow.Claim(claimant, Guid.CreateVersion7(app.Time.GetUtcNow()), app.Time.GetUtcNow()));
            app.Tables.Intents.Failure = StorageFailures.Busy();
        };

        await HandleAsync(app, User, dequeueCount: 2);

        Assert.Empty(app.HubSpot.Creates);
        Assert.Equal([Assert.Single(app.Tables.Intents.Rows).RowKey], Named(app.Queues.Users.Messages[0].ToString()).Select(id => IntentRow.Key(Guid.Parse(id))));
    }

    [Fact]
    public async Task Users_that_are_in_doubt_are_not_cleared_of_it()
    {
        await using var app = await StartAsync();
        app.HubSpot.Otherwise = request =>
        {
            app.Tables.Users.Failure = app.Tables.Intents.Failure = StorageFailures.Busy();
            return HubSpotResponses.AllCreated(request);
        };

        await HandleAsync(app, User);

        Assert.True(Header(app)["mayBeCreated"]!.GetValue<bool>());
        Assert.Null(Header(app)["notAppliedIn"]);
    }

    [Fact]
    public async Task An_intent_whose_writing_failed_after_all_was_written_puts_no_user_in_doubt()
    {
        await using var app = await StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Tables.Intents.Failure = StorageFailures.Busy();
        await HandleAsync(app, User);
        app.Tables.Intents.Failure = null;
        var body = app.Queues.Users.Messages[0].ToString();
        await app.Tables.Intents.AddEntityAsync(IntentOf(app, Guid.Parse(Assert.Single(Named(body))), Header(app)));

        await HandleAsync(app, body);

        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Theory]
    [InlineData("""["0199b4d2-a6f0-7c3e-9d1b-5a4f3c2e1d01",7,"x",null,{}]""", 1)]
    [InlineData("""{"a":1}""", 0)]
    [InlineData("7", 0)]
    public void What_cannot_be_read_of_it_is_passed_over(string value, int batches)
    {
        var header = new DeferralHeader(SourceId.OfProducer("a"), QueueMessages.InsertedOn, 2, "So", QueueMessages.InsertedOn, TraceParent: null);
        var envelope = JsonNode.Parse(DeferralEnvelope.Write(header, []).ToString())!;
        envelope["deferral"]!["notAppliedIn"] = JsonNode.Parse(value);
        envelope["inputs"] = new JsonArray(JsonNode.Parse($$"""{"index":0,{{User[1..]}}"""));

        Assert.Equal(batches, MessageParser.ParseMessage(QueueMessages.Utf8(envelope.ToJsonString())).Envelope!.NotAppliedIn.Count);
    }

    private static Task<TestApp> StartAsync() => TestApp.StartAsync(("HubSpot:MaxRetries", "0"));

    /// <summary>HubSpot refuses the first call of every delivery but the last, and meanwhile something happens.</summary>
    private static void Refuse(TestApp app, Action meanwhile)
    {
        app.HubSpot.Otherwise = request =>
        {
            meanwhile();
            app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
            return StubHubSpot.Json(HttpStatusCode.TooManyRequests, Fixture.Read("error"));
        };
    }

    /// <summary>The intent of a batch that a process died with.</summary>
    private static TableEntity IntentOf(TestApp app, Guid batchId, JsonNode header)
    {
        var source = header["sourceId"]!.GetValue<string>();
        var (now, input) = (app.Time.GetUtcNow(), new IntentInput(SourceId.Of(source, QueueMessages.InsertedOn).PartitionKey, $"{source}-0"));
        return IntentRow.Create(new Intent(batchId, [input], now, now + TimeSpan.FromMinutes(5), IsReleased: false));
    }

    private static FakeTableClient Tables(TestApp app, bool isIntent) => isIntent ? app.Tables.Intents : app.Tables.Users;

    private static List<string> Named(string body) => [.. JsonNode.Parse(body)!["deferral"]!["notAppliedIn"]!.AsArray().Select(id => id!.GetValue<string>())];

    private static JsonNode Header(TestApp app) => JsonNode.Parse(app.Queues.Users.Messages[0])!["deferral"]!;

    private static Task HandleAsync(TestApp app, string body, long dequeueCount = 1) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body, dequeueCount), default));
}
