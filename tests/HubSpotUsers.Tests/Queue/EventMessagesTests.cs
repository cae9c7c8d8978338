using System.Text.Json.Nodes;
using Azure;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Queue;

/// <summary>A message of several events: each keeps its own identity, whatever interrupts it.</summary>
public sealed class EventMessagesTests
{
    private const int Count = 40;
    private const string Source = "/subscriptions/0/topics/hr";

    private static readonly string[] Ids = [.. Enumerable.Range(0, Count).Select(id => EventHeader.IdOf(Source, $"e-{id}"))];

    [Fact]
    public async Task Each_event_becomes_a_message_of_its_own()
    {
        await using var app = await StartAsync();

        await HandleAsync(app, Events());

        Assert.Empty(app.HubSpot.Creates);
        Assert.Equal(Enumerable.Range(0, Count).Select(Event), app.Queues.Users.Messages.Select(message => message.ToString()));
        Assert.All(app.Queues.Users.TimesToLive, timeToLive => Assert.Equal(TimeSpan.FromSeconds(-1), timeToLive));
    }

    [Fact]
    public async Task Each_event_has_its_users_under_its_own_identity()
    {
        await using var app = await StartAsync();

        await HandleAsync(app, Events());
        await HandleQueuedAsync(app);

        AssertEachOnce(app);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(39)]
    public async Task A_failure_amid_the_events_loses_none_and_doubles_none(int sent)
    {
        await using var app = await StartAsync();
        app.Queues.Users.Failure = new RequestFailedException(503, "Busy.");
        app.Queues.Users.Room = sent;
        await Assert.ThrowsAsync<RequestFailedException>(() => HandleAsync(app, Events()));
        Assert.Equal(sent, app.Queues.Users.Messages.Count);
        await HandleQueuedAsync(app);
        app.Queues.Users.Failure = null;

        await HandleAsync(app, Events(), dequeueCount: 2);
        await HandleQueuedAsync(app);

        AssertEachOnce(app);
    }

    [Fact]
    public async Task A_message_that_is_delivered_again_after_all_its_events_left_doubles_none()
    {
        await using var app = await StartAsync();

        await HandleAsync(app, Events());
        await HandleAsync(app, Events(), dequeueCount: 2);
        await HandleQueuedAsync(app);

        AssertEachOnce(app);
    }

    [Fact]
    public async Task An_app_that_shuts_down_leaves_the_events_in_their_message()
    {
        await using var app = await StartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(Events()), new CancellationToken(canceled: true))));

        Assert.Empty(app.Queues.Users.Messages);
        Assert.Empty(app.Queues.Poison.Messages);
    }

    [Theory]
    [InlineData(5, 60)]
    [InlineData(90, 90)]
    public async Task Events_live_as_long_as_their_message_but_long_enough_to_be_received(int left, int expected)
    {
        await using var app = await StartAsync();

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.Expiring(Events(), app.Time.GetUtcNow().AddSeconds(left)), default));

        Assert.All(app.Queues.Users.TimesToLive, timeToLive => Assert.Equal(TimeSpan.FromSeconds(expected), timeToLive));
    }

    [Fact]
    public async Task A_list_with_something_else_in_it_is_poisoned_whole()
    {
        await using var app = await StartAsync();
        var body = $$$"""[{{{Event(0)}}},{"properties":{"a":"1"}}]""";

        await HandleAsync(app, body);

        var poison = JsonNode.Parse(Assert.Single(app.Queues.Poison.Messages))!;
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(poison["original"]!.GetValue<string>())));
        Assert.Contains("/1", poison["poison"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(app.Queues.Users.Messages);
    }

    [Fact]
    public async Task An_event_in_either_schema_is_the_same_event()
    {
        await using var app = await StartAsync();

        await HandleAsync(app, Event(0));
        await HandleAsync(app, Event(0).Replace("\"topic\"", "\"source\"", StringComparison.Ordinal).Replace("\"eventType\"", "\"specversion\":\"1.0\",\"type\"", StringComparison.Ordinal));

        Assert.Equal([$"{Ids[0]}-0"], app.HubSpot.Creates.SelectMany(HubSpotResponses.TraceIds));
        Assert.Empty(app.Queues.Poison.Messages);
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }

    private static string Events() => $"[{string.Join(',', Enumerable.Range(0, Count).Select(Event))}]";

    private static string Event(int id) =>
        $$$$"""{"id":"e-{{{{id}}}}","topic":"{{{{Source}}}}","eventType":"Hr.Hired","subject":"s","eventTime":"2026-11-23T09:59:00Z","dataVersion":"1","data":{"properties":{"hs_job_title":"{{{{id}}}}"}}}""";

    private static void AssertEachOnce(TestApp app)
    {
        Assert.Equal(Ids.Select(id => $"{id}-0").Order(StringComparer.Ordinal), app.HubSpot.Creates.SelectMany(HubSpotResponses.TraceIds).Order(StringComparer.Ordinal));
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal("Created", row.GetString("Outcome")));
        Assert.Empty(app.Queues.Poison.Messages);
    }

    private static async Task HandleQueuedAsync(TestApp app)
    {
        List<BinaryData> waiting = [.. app.Queues.Users.Messages];
        app.Queues.Users.Messages.Clear();
        foreach (var message in waiting)
        {
            await HandleAsync(app, message.ToString());
        }
    }

    private static Task HandleAsync(TestApp app, string body, long dequeueCount = 1) =>
        app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body, dequeueCount), default));
}
