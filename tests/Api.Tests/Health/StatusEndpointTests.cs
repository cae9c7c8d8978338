using System.Text;
using Api.Health;
using Api.Tests.Reading;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Watching;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Health;

public sealed class StatusEndpointTests
{
    [Fact]
    public async Task What_waits_is_in_one_look()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString("""{"properties":{"a":"1"}}"""));
        app.Queues.Users.Hidden = 7;
        app.Time.Advance(TimeSpan.FromHours(1));
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString("?"));
        await app.EndAsync(app.Get<InstanceReporter>().ReportAsync());

        var status = await new Caller(app).GetAsync(app.Get<StatusEndpoint>().GetAsync);

        Assert.Equal("Run", status["mode"]!.GetValue<string>());
        Assert.Null(status["pause"]);
        Assert.Equal((8, 1, 7), (Number(status, "queue", "messages"), Number(status, "queue", "waiting"), Number(status, "queue", "deferred")));
        Assert.Equal(3600, Number(status, "queue", "oldestSeconds"));
        Assert.Equal(1, Number(status, "poison", "messages"));
        Assert.Equal(1900, Number(status, "rate", "limit"));
        Assert.Single(status["instances"]!.AsArray());

        int Number(System.Text.Json.Nodes.JsonNode node, string part, string name) => (int)node[part]![name]!.GetValue<double>();
    }

    [Fact]
    public async Task A_poison_queue_that_the_app_may_not_read_is_left_out()
    {
        await using var app = await TestApp.StartAsync();
        app.Queues.Poison.Fails = operation => operation is "peek" or "properties" ? new RequestFailedException(403, "No") : null;

        var status = await new Caller(app).GetAsync(app.Get<StatusEndpoint>().GetAsync);

        Assert.Null(status["poison"]);
        Assert.NotNull(status["queue"]);
    }

    [Fact]
    public async Task A_deferred_message_is_as_old_as_it_says_itself()
    {
        await using var app = await TestApp.StartAsync();
        var firstSeen = app.Time.GetUtcNow() - TimeSpan.FromHours(2);
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString($$$"""{"deferral":{"sourceId":"m","firstSeen":"{{{firstSeen:O}}}","attempt":2,"reason":"x","notBefore":"{{{firstSeen:O}}}"},"inputs":[{"index":0,"properties":{"a":"1"}}]}"""));

        var status = await new Caller(app).GetAsync(app.Get<StatusEndpoint>().GetAsync);

        Assert.Equal(7200, status["queue"]!["oldestSeconds"]!.GetValue<long>());
    }

    [Fact]
    public async Task A_pause_is_reported_with_reason_and_end_and_leaves_the_app_healthy()
    {
        await using var app = await TestApp.StartAsync();
        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "mode") { ["Mode"] = "Pause" });

        var status = await new Caller(app).GetAsync(app.Get<StatusEndpoint>().GetAsync);
        var (code, health) = await HealthAsync(app);

        Assert.Equal(("Pause", "Operator", true), (status["mode"]!.GetValue<string>(), status["pause"]!["reason"]!.GetValue<string>(), status["pause"]!["needsPerson"]!.GetValue<bool>()));
        Assert.NotNull(status["pause"]!["until"]);
        Assert.Equal(200, code);
        Assert.Contains("\"pausedFor\":\"Operator\"", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_of_the_last_minute_are_reported_and_dead_ones_swept()
    {
        await using var app = await TestApp.StartAsync();
        var table = app.Get<InstanceTable>();
        await app.Get<InstanceReporter>().ReportAsync();

        app.Time.Advance(TimeSpan.FromSeconds(50));
        var seen = await table.ReadAsync();
        app.Time.Advance(TimeSpan.FromSeconds(20));
        var gone = await table.ReadAsync();
        app.Time.Advance(TimeSpan.FromDays(2));
        await table.SweepAsync();

        Assert.Single(seen);
        Assert.Empty(gone);
        Assert.DoesNotContain(app.Tables.Control.Rows, row => row.PartitionKey is InstanceState.Partition);
    }

    [Fact]
    public async Task The_rate_is_that_of_users_since_the_last_report()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.Get<InstanceReporter>().ReportAsync();
        var caller = new Caller(app);
        await caller.QueueAsync(Enumerable.Range(0, 100).Select(index => $"u{index}@example.com"));
        var began = app.Time.GetUtcNow();
        await caller.HandleAsync();
        app.Time.Advance(TimeSpan.FromSeconds(10));

        await app.Get<InstanceReporter>().ReportAsync();

        var rate = Assert.Single(await app.Get<InstanceTable>().ReadAsync()).UsersPerSecond;
        Assert.Equal(100 / (app.Time.GetUtcNow() - began).TotalSeconds, rate, tolerance: 1);
    }

    /// <summary>Asks without moving the clock, which would end the patience of the checks.</summary>
    private static async Task<(int Status, string Text)> HealthAsync(TestApp app)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        await (await app.Get<HealthEndpoint>().GetAsync(context.Request)).ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }
}
