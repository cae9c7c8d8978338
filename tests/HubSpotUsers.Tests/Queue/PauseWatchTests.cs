using Azure.Data.Tables;
using HubSpotUsers.Pausing;
using HubSpotUsers.Queue;
using HubSpotUsers.Watching;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Queue;

public sealed class PauseWatchTests
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Users_that_a_pause_held_go_out_within_a_minute_of_its_end_and_no_attempt_is_counted()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await SetModeAsync(app, ProcessingMode.Pause);
        await HoldAsync(app, 40);
        await LookAsync(app);
        Assert.Equal(0, app.Queues.Users.Visible);

        await SetModeAsync(app, ProcessingMode.Run);
        var resumed = app.Time.GetUtcNow();
        await LookAsync(app);

        Assert.Equal(40, app.Queues.Users.Visible);
        Assert.InRange(app.Time.GetUtcNow() - resumed, TimeSpan.Zero, AMinute);
        await app.HandleUsersAsync();
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal(("Created", 1), (row.GetString("Outcome"), row.GetInt32("Attempt"))));
        Assert.Equal(40, app.Tables.Users.Rows.Count);
    }

    [Fact]
    public async Task What_was_made_visible_waits_no_more_for_its_time()
    {
        await using var app = await TestApp.StartAsync();
        await SetModeAsync(app, ProcessingMode.Pause);
        await HoldAsync(app, 40);
        await app.Get<CountReporter>().ReportAsync();
        var paused = await app.Get<Backlog>().LookAsync(CancellationToken.None);
        await SetModeAsync(app, ProcessingMode.Run);
        await LookAsync(app);
        await app.Get<CountReporter>().ReportAsync();

        var resumed = await app.Get<Backlog>().LookAsync(CancellationToken.None);

        Assert.Equal((0, 40), (paused.Waiting, paused.Deferred));
        Assert.Equal((40, 0), (resumed.Waiting, resumed.Deferred));
    }

    [Fact]
    public async Task While_the_pause_lasts_messages_stay_held_and_those_that_came_back_are_forgotten()
    {
        await using var app = await TestApp.StartAsync();
        await SetModeAsync(app, ProcessingMode.Pause);
        await HoldAsync(app, 3);

        await LookAsync(app);
        Assert.Equal((0, 3), (app.Queues.Users.Visible, Held(app)));

        app.Time.Advance(TimeSpan.FromMinutes(10));
        await LookAsync(app);
        Assert.Equal((3, 0), (app.Queues.Users.Visible, Held(app)));
    }

    [Fact]
    public async Task A_message_that_has_come_back_by_itself_is_left_alone()
    {
        await using var app = await TestApp.StartAsync();
        await SetModeAsync(app, ProcessingMode.Pause);
        await HoldAsync(app, 2);
        app.Time.Advance(TimeSpan.FromMinutes(6));
        await app.Queues.Users.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(10));
        await SetModeAsync(app, ProcessingMode.Run);

        await LookAsync(app);

        Assert.Equal((1, 0), (app.Queues.Users.Visible, Held(app)));
    }

    [Fact]
    public async Task The_watch_ends_when_there_is_nothing_to_wait_for()
    {
        await using var app = await TestApp.StartAsync();
        await SetModeAsync(app, ProcessingMode.Pause);
        await HoldAsync(app, 1);
        await SetModeAsync(app, ProcessingMode.Run);

        await app.RunTasksAsync();

        Assert.Empty(app.Queues.Tasks.Bodies);
        Assert.Equal(["mode"], app.Tables.Control.Rows.Select(row => row.RowKey));
    }

    [Fact]
    public async Task However_many_processes_hold_messages_one_watch_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        await SetModeAsync(app, ProcessingMode.Pause);
        await HoldAsync(app, 1);
        await app.Get<TaskQueue>().SendAsync(new TaskMessage { Resume = new ResumeLook(Guid.NewGuid(), 0) }, TimeSpan.FromSeconds(20));

        await LookAsync(app);
        await LookAsync(app);

        Assert.Single(app.Queues.Tasks.Bodies);
    }

    [Fact]
    public async Task Many_messages_held_cost_one_watch()
    {
        await using var app = await TestApp.StartAsync();
        await SetModeAsync(app, ProcessingMode.Pause);

        await HoldAsync(app, 50);

        Assert.Single(app.Queues.Tasks.Messages);
        Assert.Equal(50, Held(app));
    }

    [Fact]
    public async Task However_many_are_held_they_are_read_and_made_visible_page_by_page()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var number in Enumerable.Range(0, 1001))
        {
            var receipt = (await app.Queues.Users.SendMessageAsync(BinaryData.FromString("{}"), TimeSpan.FromHours(1))).Value;
            await app.Tables.Control.UpsertEntityAsync(new TableEntity("held", receipt.MessageId) { ["PopReceipt"] = receipt.PopReceipt, ["Until"] = app.Time.GetUtcNow().AddHours(1) });
        }

        var pages = await app.Get<HeldMessages>().ReadAsync().Select(page => page.Count).ToListAsync();
        await app.Get<PauseWatch>().LookAsync(new ResumeLook(Guid.NewGuid(), Idle: 0));

        Assert.Equal([1000, 1], pages);
        Assert.Equal((1001, 0), (app.Queues.Users.Visible, Held(app)));
    }

    [Fact]
    public async Task Without_the_table_messages_are_held_all_the_same()
    {
        await using var app = await TestApp.StartAsync();
        await SetModeAsync(app, ProcessingMode.Pause);
        await app.Get<SendingGate>().AskAsync(canProbe: false);
        app.Tables.Control.Failure = StorageFailures.Busy();

        await HoldAsync(app, 1);

        Assert.Single(app.Queues.Users.Messages);
    }

    private static int Held(TestApp app) => app.Tables.Control.Rows.Count(row => row.PartitionKey is "held");

    private static async Task SetModeAsync(TestApp app, ProcessingMode mode)
    {
        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "mode") { ["Mode"] = mode.ToString() });
        app.Time.Advance(TimeSpan.FromSeconds(6));
    }

    private static async Task HoldAsync(TestApp app, int messages)
    {
        foreach (var _ in Enumerable.Range(0, messages))
        {
            await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With("""{"properties":{"hs_email":"anna@example.com"}}""", Guid.NewGuid().ToString()), default));
        }
    }

    /// <summary>Handles the next message of the queue of tasks, when its time has come.</summary>
    private static async Task LookAsync(TestApp app)
    {
        var message = (await app.TakeTaskAsync())!;
        await app.EndAsync(app.Get<HubSpotUsers.Redriving.TaskMessageHandler>().HandleAsync(message, default));
        await app.Queues.Tasks.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }
}
