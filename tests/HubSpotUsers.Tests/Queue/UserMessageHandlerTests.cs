using System.Net;
using System.Text.Json.Nodes;
using Azure;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Queue;

public sealed class UserMessageHandlerTests
{
    private const string Good = """{"properties":{"hs_job_title":"Engineer"}}""";

    [Fact]
    public async Task A_message_whose_users_are_created_is_done()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await HandleAsync(app, $"[{Good},{Good}]");

        Assert.Equal(["0b9a3d6c-message-0", "0b9a3d6c-message-1"], app.Tables.Users.Rows.Select(row => row.RowKey).Order(StringComparer.Ordinal));
        Assert.Empty(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task A_producers_id_is_the_source_of_its_users()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await HandleAsync(app, $$"""{"id":"order-7","inputs":[{{Good}}]}""");

        var row = Assert.Single(app.Tables.Users.Rows);
        Assert.Equal("order-7-0", row.RowKey);
        Assert.StartsWith("id-", row.PartitionKey, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_goes_to_poison_as_it_came()
    {
        await using var app = await TestApp.StartAsync();
        byte[] body = [0xFF, 0xFE, 1, 2];

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(BinaryData.FromBytes(body), dequeueCount: 3), default));

        var poison = Poison(app).Single();
        Assert.Equal("InvalidMessage", poison["poison"]!["reason"]!.GetValue<string>());
        Assert.Equal("0b9a3d6c-message", poison["poison"]!["sourceId"]!.GetValue<string>());
        Assert.Equal(body, Convert.FromBase64String(poison["original"]!.GetValue<string>()));
        Assert.Empty(app.HubSpot.Requests);
    }

    [Fact]
    public async Task Bad_inputs_go_to_poison_and_the_good_ones_to_HubSpot()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await HandleAsync(app, $$$"""[{{{Good}}},{"properties":{"a":["secret"]}},{{{Good}}},7]""");

        Assert.Equal(["0b9a3d6c-message-0", "0b9a3d6c-message-2"], app.Tables.Users.Rows.Where(row => row.GetString("Outcome") is "Created").Select(row => row.RowKey).Order(StringComparer.Ordinal));
        var poison = Poison(app).Single();
        Assert.Equal("InvalidInput", poison["poison"]!["reason"]!.GetValue<string>());
        Assert.DoesNotContain("secret", poison["poison"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal([1, 3], poison["inputs"]!.AsArray().Select(input => input!["index"]!.GetValue<int>()));
        Assert.Equal("secret", poison["inputs"]![0]!["properties"]!["a"]![0]!.GetValue<string>());
        Assert.Equal(7, poison["inputs"]![1]!["original"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_message_of_bad_inputs_only_makes_no_call()
    {
        await using var app = await TestApp.StartAsync();

        await HandleAsync(app, """[{"odd":1},{"properties":7}]""");

        Assert.Equal(2, Poison(app).Single()["inputs"]!.AsArray().Count);
        Assert.Empty(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData("1,", 32_760)]
    [InlineData("{\"odd\":1},", 4_000)]
    [InlineData("{},", 2_000)]
    public async Task A_message_of_many_bad_inputs_is_one_poison_message(string bad, int count)
    {
        await using var app = await TestApp.StartAsync();

        await HandleAsync(app, List(bad, count));

        Assert.Single(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task A_full_message_of_bad_inputs_is_one_poison_message_as_it_came()
    {
        await using var app = await TestApp.StartAsync();
        var body = List($$"""{"odd":"{{new string('x', 1010)}}"},""", 64);

        await HandleAsync(app, body);

        Assert.InRange(body.Length, 64_000, 65_536);
        Assert.Equal(body, Assert.Single(app.Queues.Poison.Messages).ToString());
    }

    [Fact]
    public async Task What_is_said_of_bad_inputs_is_shortened_before_they_are_split()
    {
        await using var app = await TestApp.StartAsync();

        await HandleAsync(app, List($$"""{"odd":"{{new string('x', 560)}}"},""", 100));

        var poison = Poison(app).Single();
        Assert.Contains("/0/odd", poison["poison"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(100, poison["inputs"]!.AsArray().Count);
        Assert.All(poison["inputs"]!.AsArray(), input => Assert.Null(input!["detail"]));
    }

    [Fact]
    public async Task Many_bad_inputs_beside_a_good_one_are_few_poison_messages()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await HandleAsync(app, List("{\"a\":1},", 4_000).Replace("[", $"[{Good},", StringComparison.Ordinal));

        Assert.Single(app.Tables.Users.Rows);
        Assert.InRange(app.Queues.Poison.Messages.Count, 2, 4);
        Assert.Equal(4_000, Poison(app).Sum(poison => poison["inputs"]!.AsArray().Count));
    }

    [Fact]
    public async Task Rejected_users_go_to_poison_with_the_reason()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "Not supported");

        await HandleAsync(app, Good);

        var poison = Poison(app).Single();
        Assert.Equal("Rejected", poison["poison"]!["reason"]!.GetValue<string>());
        Assert.Equal("VALIDATION_ERROR Not supported", poison["inputs"]![0]!["detail"]!.GetValue<string>());
        Assert.Equal("Engineer", poison["inputs"]![0]!["properties"]!["hs_job_title"]!.GetValue<string>());
    }

    [Fact]
    public async Task Unknown_users_go_to_poison_and_are_not_sent_again()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");

        await HandleAsync(app, Good);

        Assert.Equal("Unknown", Poison(app).Single()["poison"]!["reason"]!.GetValue<string>());
        Assert.Single(app.HubSpot.Requests);
    }

    [Fact]
    public async Task Duplicates_are_done_without_poison()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "CONFLICT", "User already exists. Existing ID: 5");

        await HandleAsync(app, Good);

        Assert.Empty(app.Queues.Poison.Messages);
        Assert.Equal("5", Assert.Single(app.Tables.Users.Rows).GetString("ExistingId"));
    }

    [Fact]
    public async Task Deferred_users_go_back_onto_their_queue_for_later()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"));

        await HandleAsync(app, $$"""[{"odd":1},{{Good}}]""");

        var deferral = JsonNode.Parse(Assert.Single(app.Queues.Users.Messages))!;
        Assert.Equal("0b9a3d6c-message", deferral["deferral"]!["sourceId"]!.GetValue<string>());
        Assert.Equal(2, deferral["deferral"]!["attempt"]!.GetValue<int>());
        Assert.Equal([1], deferral["inputs"]!.AsArray().Select(input => input!["index"]!.GetValue<int>()));
        Assert.InRange(app.Queues.Users.Delays[0]!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.Equal("InvalidInput", Poison(app).Single()["poison"]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_message_that_comes_again_creates_no_user_again()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, Good);

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(Good, dequeueCount: 2), default));

        Assert.Single(app.HubSpot.Requests);
        Assert.Empty(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task Messages_wait_while_so_many_users_are_in_the_process()
    {
        // Before it is read a message of this length could hold 124 users.
        await using var app = await TestApp.StartAsync(("Batching:MaxPendingUsers", "200"), ("Ledger:MessageLease", "01:00:00"));
        var held = new HeldResponses(app.HubSpot, 2);
        var messages = Enumerable.Range(0, 20).Select(number => HandleAsync(app, number, List(Good + ",", 50))).ToList();

        await SentAsync(app, 100);
        Assert.All(messages, message => Assert.False(message.IsCompleted));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        held.Release();
        await app.EndAsync(Task.WhenAll(messages));

        Assert.Equal(1000, app.Tables.Users.Rows.Count(row => row.GetString("Outcome") is "Created"));
    }

    [Fact]
    public async Task A_message_that_has_waited_for_long_is_looked_up_first()
    {
        await using var app = await TestApp.StartAsync(("Batching:MaxPendingUsers", "1"), ("Ledger:MessageLease", "00:03:00"));
        var held = new HeldResponses(app.HubSpot, 2);
        var first = HandleAsync(app, 1, Good);
        var second = HandleAsync(app, 2, Good);
        await SentAsync(app, 1);
        app.Time.Advance(TimeSpan.FromSeconds(46));

        held.Release();
        await Eventually.TrueAsync(() => app.Steps.All.Contains("HubSpotUsers query"));
        await app.EndAsync(Task.WhenAll(first, second));

        Assert.Single(app.Steps.All, step => step is "HubSpotUsers query");
        Assert.Equal(2, app.HubSpot.Creates.Count);
    }

    [Fact]
    public async Task A_message_that_waits_too_long_for_room_is_held_and_that_is_no_attempt()
    {
        await using var app = await TestApp.StartAsync(("Batching:MaxPendingUsers", "1"), ("Ledger:MessageLease", "00:00:20"));
        var held = new HeldResponses(app.HubSpot, 1);
        var first = HandleAsync(app, 1, Good);
        await SentAsync(app, 1);

        await app.EndAsync(HandleAsync(app, 2, Good));

        var deferral = JsonNode.Parse(Assert.Single(app.Queues.Users.Messages))!["deferral"]!;
        Assert.Equal(("message-2", 1), (deferral["sourceId"]!.GetValue<string>(), deferral["attempt"]!.GetValue<int>()));
        Assert.Contains("Too many users", deferral["reason"]!.GetValue<string>(), StringComparison.Ordinal);
        held.Release();
        await app.EndAsync(first);
    }

    [Fact]
    public async Task When_the_queue_fails_too_the_message_is_delivered_again()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Tables.Users.Failure = StorageFailures.Busy();
        app.Queues.Users.Failure = StorageFailures.Busy();

        await Assert.ThrowsAsync<RequestFailedException>(() => HandleAsync(app, Good));
    }

    private static Task HandleAsync(TestApp app, string body) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body), default));

    private static Task HandleAsync(TestApp app, int number, string body) => app.Get<UserMessageHandler>().HandleAsync(
        QueuesModelFactory.QueueMessage($"message-{number}", "receipt", BinaryData.FromString(body), 1, nextVisibleOn: null, QueueMessages.InsertedOn, expiresOn: null),
        CancellationToken.None);

    private static Task<bool> SentAsync(TestApp app, int users) => Eventually.EndAsync(
        Eventually.TrueAsync(() => app.HubSpot.Creates.SelectMany(HubSpotResponses.TraceIds).Count() == users).ContinueWith(_ => true, TaskScheduler.Default),
        app.Time);

    private static string List(string one, int count) => $"[{string.Concat(Enumerable.Repeat(one, count)).TrimEnd(',')}]";

    private static IEnumerable<JsonNode> Poison(TestApp app) => app.Queues.Poison.Messages.Select(message => JsonNode.Parse(message)!);
}
