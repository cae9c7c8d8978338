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

        await app.Get<OutcomeReporter>().ReportAsync();

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
    public async Task What_could_not_be_reported_is_reported_later()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await CreateAsync(new Caller(app), 3);
        app.Tables.Control.Failure = new RequestFailedException(503, "Away");
        await app.Get<OutcomeReporter>().ReportAsync();
        app.Tables.Control.Failure = null;
        app.Time.Advance(TimeSpan.FromMinutes(10));

        await app.Get<OutcomeReporter>().ReportAsync();

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

    private static async Task WriteAsync(TestApp app, string key, string slots) =>
        await app.Tables.Control.UpsertEntityAsync(new TableEntity(OutcomeTable.Partition, key) { ["Slots"] = slots });
}
