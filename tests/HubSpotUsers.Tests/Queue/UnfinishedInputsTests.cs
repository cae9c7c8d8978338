using System.Net;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Queue;

/// <summary>A listener to spans is the whole process's: these tests never run beside those that have one, under which a deferral carries another span id.</summary>
[Collection(nameof(HubSpotUsers.Telemetry.Spans))]
public sealed class UnfinishedInputsTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Anna = """{"properties":{"hs_email":"anna@example.com"}}""";

    [Fact]
    public async Task A_deferral_keeps_identity_trace_and_time_to_live_and_counts_the_attempt()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, "{}");

        await HandleAsync(app, QueueMessages.Expiring($$"""{"id":"order-7","traceparent":"{{TraceParent}}","inputs":[{{Anna}}]}""", Batches.Now.AddDays(7), dequeueCount: 3));

        var deferral = Deferral(app);
        Assert.Equal(("order-7", true, 4), (deferral["deferral"]!["sourceId"]!.GetValue<string>(), deferral["deferral"]!["byProducer"]!.GetValue<bool>(), deferral["deferral"]!["attempt"]!.GetValue<int>()));
        Assert.Equal(QueueMessages.InsertedOn, deferral["deferral"]!["firstSeen"]!.GetValue<DateTimeOffset>());
        Assert.Equal(TraceParent, deferral["traceparent"]!.GetValue<string>());
        Assert.Equal("anna@example.com", deferral["inputs"]![0]!["properties"]!["hs_email"]!.GetValue<string>());
        Assert.InRange(app.Queues.Users.TimesToLive[0]!.Value, TimeSpan.FromDays(6.99), TimeSpan.FromDays(7));
        Assert.Empty(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task A_deferral_of_a_deferral_is_still_the_first_messages()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, "{}");

        await HandleAsync(app, QueueMessages.With(Envelope("deferral", attempt: 5, index: 8)));

        var deferral = Deferral(app);
        Assert.Equal(("first", 6), (deferral["deferral"]!["sourceId"]!.GetValue<string>(), deferral["deferral"]!["attempt"]!.GetValue<int>()));
        Assert.Equal("2026-11-20T00:00:00", deferral["deferral"]!["firstSeen"]!.GetValue<DateTimeOffset>().ToString("s"));
        Assert.Equal(8, deferral["inputs"]![0]!["index"]!.GetValue<int>());
        Assert.Equal(TimeToLive.Unlimited, app.Queues.Users.TimesToLive[0]);
    }

    [Fact]
    public async Task Only_the_users_that_need_it_are_deferred()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.Created, """{"status":"COMPLETE","results":[{"id":"7","objectWriteTraceId":"0b9a3d6c-message-0"}]}""");
        app.HubSpot.LookUp = _ => StubHubSpot.Json(HttpStatusCode.InternalServerError, "{}");

        await HandleAsync(app, QueueMessages.With($$$"""[{{{Anna}}},{"properties":{"hs_email":"bert@example.com"}}]"""));

        Assert.Equal([1], Deferral(app)["inputs"]!.AsArray().Select(input => input!["index"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("deferral", 20, "RetriesExhausted")]
    [InlineData("deferral", 19, null)]
    [InlineData("poison", 20, null)]
    public async Task After_the_last_attempt_users_go_to_poison(string envelope, int attempt, string? reason)
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, "{}");

        await HandleAsync(app, QueueMessages.With(Envelope(envelope, attempt, index: 0)));

        Assert.Equal(reason is null ? [] : [reason], Poison(app).Select(Reason));
        Assert.Equal(reason is null ? 1 : 0, app.Queues.Users.Messages.Count);
        Assert.Empty(app.Tables.Users.Rows);
    }

    [Fact]
    public async Task Users_whose_message_would_expire_first_go_to_poison()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, "{}");

        await HandleAsync(app, QueueMessages.Expiring(Anna, Batches.Now.AddSeconds(30)));

        Assert.Equal(["Expired"], Poison(app).Select(Reason));
        Assert.Empty(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task Users_in_doubt_end_as_unknown_with_a_row_after_the_last_attempt()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => StubHubSpot.Json(HttpStatusCode.InternalServerError, "{}");

        await HandleAsync(app, QueueMessages.With(Envelope("deferral", attempt: 20, index: 3)));

        Assert.Equal(["Unknown"], Poison(app).Select(Reason));
        var row = Assert.Single(app.Tables.Users.Rows);
        Assert.Equal(("first-3", "Unknown", "first"), (row.RowKey, row.GetString("Outcome"), row.GetString("SourceId")));
        Assert.Empty(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task Poison_is_sent_before_the_deferral()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, "{}");

        await HandleAsync(app, QueueMessages.With($"[7,{Anna}]"));

        Assert.Equal(["users-poison send", "users send"], app.Steps.All.Where(step => step.EndsWith(" send", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task While_the_app_shuts_down_what_is_left_stays_in_the_message()
    {
        await using var app = await TestApp.StartAsync();
        using var shutdown = new CancellationTokenSource();
        await shutdown.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With($"[7,{Anna}]"), shutdown.Token)));

        Assert.Empty(app.Queues.Poison.Messages);
        Assert.Empty(app.Queues.Users.Messages);
        Assert.Empty(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData(Outcome.Rejected)]
    [InlineData(Outcome.Unknown)]
    public async Task A_message_delivered_again_is_poisoned_again(Outcome outcome)
    {
        await using var app = await TestApp.StartAsync();
        await app.Tables.Users.AddEntityAsync(LedgerRows.Row(LedgerRows.Cleared(1, "0b9a3d6c-message")[0], outcome));

        await HandleAsync(app, QueueMessages.With(Anna, dequeueCount: 2));

        Assert.Equal([outcome.ToString()], Poison(app).Select(Reason));
        Assert.Empty(app.HubSpot.Requests);
    }

    [Fact]
    public async Task A_producers_second_message_is_not_poisoned_again()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.BadRequest, Fixture.Read("error-validation"));
        var body = $$"""{"id":"order-7","inputs":[{{Anna}}]}""";

        await HandleAsync(app, QueueMessages.With(body));
        await HandleAsync(app, QueueMessages.With(body));

        Assert.Equal(["Rejected"], Poison(app).Select(Reason));
        Assert.Single(app.HubSpot.Requests);
    }

    [Fact]
    public async Task Poison_that_a_person_sends_back_is_tried_again()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.BadRequest, Fixture.Read("error-validation"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, QueueMessages.With(Anna));

        await HandleAsync(app, QueueMessages.With(app.Queues.Poison.Messages[0]));

        var row = Assert.Single(app.Tables.Users.Rows);
        Assert.Equal(("0b9a3d6c-message-0", "Created"), (row.RowKey, row.GetString("Outcome")));
        Assert.Single(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task A_user_in_flight_elsewhere_waits_for_the_known_end_of_that_batch_which_is_no_attempt()
    {
        await using var app = await TestApp.StartAsync(("Ledger:IntentLifetime", "00:05:00"));
        await app.Get<IntentTable>().OpenAsync(Batches.Id, LedgerRows.Cleared(1, "0b9a3d6c-message"), default);

        await HandleAsync(app, QueueMessages.With(Anna, dequeueCount: 2));

        Assert.Equal(2, Deferral(app)["deferral"]!["attempt"]!.GetValue<int>());
        Assert.InRange(app.Queues.Users.Delays[0]!.Value, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5.5));
        Assert.Empty(app.HubSpot.Requests);
    }

    [Fact]
    public async Task Deliveries_of_a_deferral_that_ended_without_an_outcome_count_as_attempts()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, "{}");

        await HandleAsync(app, QueueMessages.With(Envelope("deferral", attempt: 5, index: 0), dequeueCount: 3));

        Assert.Equal(8, Deferral(app)["deferral"]!["attempt"]!.GetValue<int>());
    }

    private static string Envelope(string kind, int attempt, int index) =>
        $$$"""{"{{{kind}}}":{"sourceId":"first","firstSeen":"2026-11-20T00:00:00Z","attempt":{{{attempt}}}},"inputs":[{"index":{{{index}}},"properties":{"hs_email":"anna@example.com"}}]}""";

    private static Task HandleAsync(TestApp app, QueueMessage message) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(message, default));

    private static JsonNode Deferral(TestApp app) => JsonNode.Parse(Assert.Single(app.Queues.Users.Messages))!;

    private static IEnumerable<JsonNode> Poison(TestApp app) => app.Queues.Poison.Messages.Select(message => JsonNode.Parse(message)!);

    private static string Reason(JsonNode message) => message["poison"]!["reason"]!.GetValue<string>();
}
