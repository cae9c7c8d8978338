using Api.Health;
using Api.Reading;
using Api.Requests;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Watching;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

public sealed class ProgressSweeperTests
{
    private const int RequestsAtOnce = 16;

    [Fact]
    public async Task Counts_that_stand_still_are_repaired_without_a_request()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Enumerable.Range(0, 250).Select(index => $"u{index}@example.com"));
        await caller.HandleAsync();
        var lost = app.Tables.Requests.Rows.First(row => row.PartitionKey.StartsWith("tally-", StringComparison.Ordinal));
        await app.Tables.Requests.DeleteEntityAsync(lost.PartitionKey, lost.RowKey);

        await app.Get<ProgressSweeper>().SweepAsync();
        var before = await FindAsync(app, id);
        app.Time.Advance(TimeSpan.FromMinutes(11));
        await app.Get<ProgressSweeper>().SweepAsync();

        Assert.NotEqual(250, before.Counts.Created);
        Assert.Equal((250, RequestState.Done), ((await FindAsync(app, id)).Counts.Created, (await FindAsync(app, id)).State));
    }

    [Fact]
    public async Task A_sweep_ends_in_time_and_the_next_goes_on_from_where_it_stopped()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var oldest = await caller.QueueAsync("a@example.com");
        await caller.HandleAsync();
        for (var number = 0; number < 2 * RequestsAtOnce; number++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            await caller.QueueAsync("b@example.com");
        }

        var states = new List<RequestState>();
        for (var minute = 0; minute < 3; minute++)
        {
            await SweepSlowlyAsync(app);
            states.Add((await FindAsync(app, oldest)).State);
        }

        Assert.Equal([RequestState.Queued, RequestState.Queued, RequestState.Done], states);
    }

    [Fact]
    public async Task After_the_oldest_a_sweep_begins_with_the_newest_again()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync("a@example.com");
        await app.Get<ProgressSweeper>().SweepAsync();
        app.Time.Advance(TimeSpan.FromMinutes(1));
        var newest = await caller.QueueAsync("b@example.com");
        await caller.HandleAsync();

        await app.Get<ProgressSweeper>().SweepAsync();

        Assert.Equal(RequestState.Done, (await FindAsync(app, newest)).State);
    }

    [Fact]
    public async Task A_request_that_cannot_be_counted_keeps_no_other_from_being_counted()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var older = await caller.QueueAsync("a@example.com");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        var newer = await caller.QueueAsync("b@example.com");
        await caller.HandleAsync();
        await app.Tables.Requests.UpsertEntityAsync(new TableEntity(app.Tables.Requests.Rows.Single(row => row.RowKey == newer)) { ["State"] = "of another version" });

        await app.Get<ProgressSweeper>().SweepAsync();

        Assert.Equal(RequestState.Done, (await FindAsync(app, older)).State);
        Assert.Contains($"Request {newer} cannot be read", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_row_of_a_request_that_came_again_is_removed_and_its_own_stays()
    {
        await using var app = await StartAsync();
        var id = await new Caller(app).QueueAsync("a@example.com");
        var entry = await FindAsync(app, id);
        await app.Get<UploadIndex>().WriteAsync(entry with { ReceivedAt = entry.ReceivedAt.AddMinutes(1) });

        await app.Get<ProgressSweeper>().SweepAsync();

        Assert.Equal([UploadIndex.KeyOf(entry)], Listed(app));
    }

    [Theory]
    [InlineData(59, 1)]
    [InlineData(61, 0)]
    public async Task A_row_whose_request_was_never_begun_is_removed_when_no_process_can_begin_it_any_more(int minutes, int left)
    {
        await using var app = await StartAsync();
        var now = app.Time.GetUtcNow();
        await app.Get<UploadIndex>().WriteAsync(new RequestEntry { Id = RequestId.Create(now), Kind = RequestKind.Queued, State = RequestState.Running, ReceivedAt = now, RunsUntil = now });
        app.Time.Advance(TimeSpan.FromMinutes(minutes));

        await app.Get<ProgressSweeper>().SweepAsync();

        Assert.Equal(left, Listed(app).Count());
    }

    [Fact]
    public async Task Rows_of_dead_processes_go_although_no_request_can_be_counted()
    {
        await using var app = await StartAsync();
        await app.Get<InstanceReporter>().ReportAsync();
        app.Time.Advance(TimeSpan.FromDays(2));
        app.Tables.Requests.Failure = new RequestFailedException(503, "Away");

        await Assert.ThrowsAsync<RequestFailedException>(() => app.Get<MinuteWatch>().RunAsync(CancellationToken.None));

        Assert.DoesNotContain(app.Tables.Control.Rows, row => row.PartitionKey is InstanceState.Partition);
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }

    /// <summary>Sweeps while the first rows of the list take a minute to come.</summary>
    private static async Task SweepSlowlyAsync(TestApp app)
    {
        var slow = new TaskCompletionSource();
        app.Tables.Requests.Gate = slow.Task;
        var sweep = app.Get<ProgressSweeper>().SweepAsync();
        app.Time.Advance(TimeSpan.FromMinutes(1));
        slow.SetResult();
        await sweep;
    }

    private static async Task<RequestEntry> FindAsync(TestApp app, string id) => (await app.Get<RequestTable>().FindAsync(id))!;

    private static IEnumerable<string> Listed(TestApp app) =>
        app.Tables.Requests.Rows.Where(row => row.PartitionKey.StartsWith("day-", StringComparison.Ordinal)).Select(row => row.RowKey);
}
