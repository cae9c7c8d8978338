using System.Text;
using System.Text.Json.Nodes;
using Api.Creating;
using Api.Reading;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests;

/// <summary>A producer's id means the same users on every way in.</summary>
public sealed class OneIdentityTests
{
    public static TheoryData<string, bool> Ways => new()
    {
        { "order-7", false },
        { "order-7", true },
        { "019aa5c0f9a87b6c8d3e4f5a6b7c8d9e", false },
        { "019aa5c0f9a87b6c8d3e4f5a6b7c8d9e", true },
        { new string('i', 128), true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_request_and_then_a_message_create_each_user_once(string id, bool isQueued)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var body = Body(id);

        await PostAsync(app, body, isQueued);
        await HandleQueuedAsync(app);
        await HandleAsync(app, body);

        Assert.Equal([$"{id}-0", $"{id}-1"], app.HubSpot.Creates.SelectMany(HubSpotResponses.TraceIds));
        Assert.All(app.Tables.Users.Rows, row => Assert.StartsWith("id-", row.PartitionKey, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_message_and_then_a_request_create_each_user_once(string id, bool isQueued)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var body = Body(id);

        await HandleAsync(app, body);
        await PostAsync(app, body, isQueued);
        await HandleQueuedAsync(app);

        Assert.Single(app.HubSpot.Creates);
        Assert.Empty(app.Queues.Poison.Messages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_event_on_the_queue_and_in_a_request_is_the_same_event(bool isQueued)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        const string cloudEvent = """{"specversion":"1.0","type":"t","source":"/hr","id":"7","data":{"inputs":[{"properties":{"a":"1"}},{"properties":{"a":"2"}}]}}""";
        const string gridEvent = """[{"eventType":"t","topic":"/hr","id":"7","dataVersion":"1","data":[{"properties":{"a":"1"}},{"properties":{"a":"2"}}]}]""";
        var id = EventHeader.IdOf("/hr", "7");

        await PostAsync(app, cloudEvent, isQueued);
        await HandleQueuedAsync(app);
        await HandleAsync(app, gridEvent);
        await HandleAsync(app, Convert.ToBase64String(Encoding.UTF8.GetBytes(cloudEvent)));

        Assert.Equal([$"{id}-0", $"{id}-1"], app.HubSpot.Creates.SelectMany(HubSpotResponses.TraceIds));
        Assert.Empty(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task The_progress_of_a_queued_request_with_an_id_is_reported()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await PostAsync(app, Body("order-7"), isQueued: true);

        var before = await ProgressAsync(app, "order-7");
        await HandleQueuedAsync(app);
        var after = await ProgressAsync(app, "order-7");

        Assert.Equal(("Queued", 2), (before["state"]!.GetValue<string>(), before["pending"]!.GetValue<int>()));
        Assert.Equal(("Done", 0), (after["state"]!.GetValue<string>(), after["pending"]!.GetValue<int>()));
        Assert.Equal([0, 1], after["users"]!.AsArray().Select(user => user!["index"]!.GetValue<int>()));
    }

    private static string Body(string id) => $$$"""{"id":"{{{id}}}","inputs":[{"properties":{"a":"1"}},{"properties":{"a":"2"}}]}""";

    private static async Task HandleQueuedAsync(TestApp app)
    {
        foreach (var message in app.Queues.Users.Messages.ToList())
        {
            await HandleAsync(app, message.ToString());
        }
    }

    private static Task HandleAsync(TestApp app, string body) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body), default));

    private static async Task PostAsync(TestApp app, string body, bool isQueued)
    {
        var context = Context(app);
        context.Request.Method = "POST";
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        if (isQueued)
        {
            context.Request.Headers["Prefer"] = "respond-async";
        }

        var result = await app.EndAsync(app.Get<UserBatchEndpoint>().CreateAsync(context.Request));
        await result.ExecuteAsync(context);
        Assert.InRange(context.Response.StatusCode, 200, 202);
    }

    private static async Task<JsonNode> ProgressAsync(TestApp app, string id)
    {
        var context = Context(app);
        var result = await app.EndAsync(app.Get<RequestsEndpoint>().GetAsync(context.Request, id));
        await result.ExecuteAsync(context);
        context.Response.Body.Position = 0;
        return (await JsonNode.ParseAsync(context.Response.Body))!;
    }

    private static DefaultHttpContext Context(TestApp app) => new() { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
}
