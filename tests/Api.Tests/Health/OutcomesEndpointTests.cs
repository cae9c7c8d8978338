using System.Text.Json.Nodes;
using Api.Health;
using Api.Tests.Reading;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Watching;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Health;

public sealed class OutcomesEndpointTests
{
    [Fact]
    public async Task Users_are_counted_by_outcome_in_the_ten_seconds_in_which_they_got_it()
    {
        await using var app = await TestApp.StartAsync();
        var caller = new Caller(app);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await CreateAsync(caller, 3);
        var first = app.Time.GetUtcNow();
        app.Time.Advance(TimeSpan.FromMinutes(25));
        await CreateAsync(caller, 2);

        await app.Get<CountReporter>().ReportAsync();

        var steps = await StepsAsync(app);
        Assert.Equal([3, 2], steps.Select(step => (int)step!["created"]!));
        Assert.InRange(first - At(steps[0]!), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(0, At(steps[0]!).Second % 10);
    }

    [Fact]
    public async Task All_processes_are_counted_together_and_only_the_last_hour()
    {
        await using var app = await TestApp.StartAsync();
        await WriteAsync(app, "202611230900-a", "0:1,0,0,0,0;31:4,1,0,2,0");
        await WriteAsync(app, "202611230930-b", "0:5,0,1,0,0");
        await WriteAsync(app, "202611230930-c", "0:6,0,0,0,1;7:1,0,0,0,0");
        await WriteAsync(app, "202611230850-a", "59:100,0,0,0,0");
        app.Time.Advance(TimeSpan.FromMinutes(5));

        var steps = await StepsAsync(app);

        Assert.Equal(["4,1,0,2,0", "11,0,1,0,1", "1,0,0,0,0"], steps.Select(step => string.Join(',', Names.Select(name => step![name]!.ToString()))));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 5, 10, TimeSpan.Zero), At(steps[0]!));
    }

    [Fact]
    public async Task Rows_that_this_version_does_not_understand_are_passed_over()
    {
        await using var app = await TestApp.StartAsync();
        await WriteAsync(app, "202611230950-a", "0:1,2");
        await WriteAsync(app, "202611230950-b", "text");
        await WriteAsync(app, "202611230950-c", "1:1,0,0,0,0;2:x,0,0,0,0");

        Assert.Equal([1], (await StepsAsync(app)).Select(step => (int)step!["created"]!));
    }

    [Fact]
    public async Task Today_is_counted_since_midnight_and_follows_what_comes_and_what_leaves_the_hour()
    {
        await using var app = await TestApp.StartAsync();
        await WriteAsync(app, "202611222350-a", "59:100,0,0,0,0");
        await WriteAsync(app, "202611230000-a", "0:5,1,0,0,0");
        await WriteAsync(app, "202611230850-b", "0:1,0,2,0,0;59:1,0,0,0,0");
        await WriteAsync(app, "202611230950-b", "0:10,0,0,1,0");

        var first = await TodayAsync(app);
        await WriteAsync(app, "202611231000-c", "0:20,0,0,0,3");
        var second = await TodayAsync(app);
        app.Time.Advance(TimeSpan.FromHours(2));
        var third = await TodayAsync(app);

        Assert.Equal("20261123 17,1,2,1,0", first);
        Assert.Equal("20261123 37,1,2,1,3", second);
        Assert.Equal(second, third);
    }

    [Fact]
    public async Task After_midnight_today_begins_anew_although_the_hour_goes_back_before_it()
    {
        await using var app = await TestApp.StartAsync();
        await WriteAsync(app, "202611230100-a", "0:9,0,0,0,0");
        await TodayAsync(app);
        await WriteAsync(app, "202611232350-a", "0:5,0,0,0,0");
        await WriteAsync(app, "202611240000-a", "0:7,0,0,0,0");
        app.Time.Advance(new DateTimeOffset(2026, 11, 24, 0, 1, 0, TimeSpan.Zero) - app.Time.GetUtcNow());

        Assert.Equal("20261124 7,0,0,0,0", await TodayAsync(app));
        Assert.Equal([5, 7], (await StepsAsync(app)).Select(step => (int)step!["created"]!));
    }

    [Fact]
    public async Task Users_that_ended_without_a_call_count()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", HubSpotUsers.Messages.PoisonReason.RetriesExhausted, 0, 1);
        await app.RunAsync(HubSpotUsers.Redriving.PoisonTaskKind.Drop);

        await app.Get<CountReporter>().ReportAsync();

        Assert.Equal("20261123 0,0,2,0,0", await TodayAsync(app));
    }

    [Fact]
    public async Task What_could_not_be_reported_is_reported_later()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await CreateAsync(new Caller(app), 3);
        app.Tables.Control.Failure = new RequestFailedException(503, "Away");
        await app.Get<CountReporter>().ReportAsync();
        app.Tables.Control.Failure = null;
        app.Time.Advance(TimeSpan.FromMinutes(10));

        await app.Get<CountReporter>().ReportAsync();

        Assert.Equal([3], (await StepsAsync(app)).Select(step => (int)step!["created"]!));
    }

    [Fact]
    public async Task Rows_go_after_a_day()
    {
        await using var app = await TestApp.StartAsync();
        await WriteAsync(app, "202611220950-a", "0:1,0,0,0,0");
        await WriteAsync(app, "202611221010-a", "0:1,0,0,0,0");

        await app.Get<OutcomeTable>().SweepAsync();

        Assert.Equal(["202611221010-a"], app.Tables.Control.Rows.Where(row => row.PartitionKey is OutcomeTable.Partition).Select(row => row.RowKey));
    }

    private static readonly string[] Names = ["created", "duplicate", "rejected", "unknown", "dryRun"];

    private static DateTimeOffset At(JsonNode step) => step["at"]!.GetValue<DateTimeOffset>();

    private static async Task CreateAsync(Caller caller, int users)
    {
        await caller.QueueAsync(Enumerable.Range(0, users).Select(index => $"{Guid.NewGuid():N}{index}@example.com"));
        await caller.HandleAsync();
    }

    private static async Task<JsonArray> StepsAsync(TestApp app) => (await new Caller(app).GetAsync(app.Get<OutcomesEndpoint>().GetAsync))["steps"]!.AsArray();

    private static async Task<string> TodayAsync(TestApp app)
    {
        var today = (await new Caller(app).GetAsync(app.Get<OutcomesEndpoint>().GetAsync))["today"]!;
        return $"{today["day"]} {string.Join(',', Names.Select(name => today[name]!.ToString()))}";
    }

    private static async Task WriteAsync(TestApp app, string key, string slots) =>
        await app.Tables.Control.UpsertEntityAsync(new TableEntity(OutcomeTable.Partition, key) { ["Slots"] = slots });
}
