using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Redriving;

public sealed class SliceTests
{
    [Fact]
    public async Task A_task_s_message_that_is_delivered_twice_does_its_work_once()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var id = await app.BeginAsync(PoisonTaskKind.Redrive);
        var message = (await app.TakeTaskAsync())!;

        await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, default));
        await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, default));

        Assert.Equal((PoisonTaskState.Done, 1), ((await app.TaskAsync(id)).State, app.Queues.Users.Messages.Count));
    }

    [Fact]
    public async Task While_one_task_goes_through_the_queue_another_waits()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var lease = await LeaseAsync(app, TimeSpan.FromMinutes(3));
        var id = await app.BeginAsync(PoisonTaskKind.Redrive);
        var message = (await app.TakeTaskAsync())!;

        await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, default));
        Assert.Equal(PoisonTaskState.Queued, (await app.TaskAsync(id)).State);
        await app.Get<PoisonLease>().ReleaseAsync(lease);
        await app.RunTasksAsync();

        Assert.Equal((PoisonTaskState.Done, 1), ((await app.TaskAsync(id)).State, (await app.TaskAsync(id)).Messages));
    }

    [Fact]
    public async Task A_process_that_died_amid_its_way_costs_its_lease_and_no_message()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        await app.PoisonAsync("n", PoisonReason.Rejected, 0);
        var died = app.Time.GetUtcNow();
        await LeaseAsync(app, TimeSpan.FromMinutes(3));
        await app.Queues.Poison.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(2));

        var task = await app.RunAsync(PoisonTaskKind.Redrive);

        Assert.Equal((PoisonTaskState.Done, 2), (task.State, task.Messages));
        Assert.InRange(app.Time.GetUtcNow() - died, TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task After_a_pass_that_failed_another_waits_until_what_it_received_is_visible_again()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        app.Queues.Poison.Fails = operation => operation is "delete" ? StorageFailures.Busy() : null;
        var failed = await app.BeginAsync(PoisonTaskKind.Redrive);
        await Assert.ThrowsAsync<Azure.RequestFailedException>(async () => await app.EndAsync(HandleAsync(app, (await app.TakeTaskAsync())!)));
        app.Queues.Poison.Fails = null;

        var task = await app.RunAsync(PoisonTaskKind.Drop);

        Assert.Equal((PoisonTaskState.Done, 1), (task.State, task.Messages));
        Assert.Equal(PoisonTaskState.Done, (await app.TaskAsync(failed)).State);
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task A_slice_that_was_followed_by_another_is_not_done_again()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var number in Enumerable.Range(0, 3))
        {
            await app.PoisonAsync($"m{number}", PoisonReason.Rejected, [.. Enumerable.Range(0, 50)]);
        }

        var id = await app.BeginAsync(PoisonTaskKind.Redrive, task => task with { PerSecond = 1 });
        var first = (await app.TakeTaskAsync())!;
        await app.EndLateAsync(HandleAsync(app, first));
        var sent = app.Queues.Users.Messages.Count;

        app.Time.Advance(TimeSpan.FromHours(1));
        await app.EndLateAsync(HandleAsync(app, first));

        Assert.Equal(1, (await app.TaskAsync(id)).Slice);
        Assert.InRange(sent, 1, 2);
        Assert.Equal(sent, app.Queues.Users.Messages.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stopped_task_does_no_more(bool hasBegun)
    {
        await using var app = await TestApp.StartAsync();
        foreach (var number in Enumerable.Range(0, 5))
        {
            await app.PoisonAsync($"m{number}", PoisonReason.Rejected, [.. Enumerable.Range(0, 50)]);
        }

        var id = await app.BeginAsync(PoisonTaskKind.Redrive, task => task with { PerSecond = 1 });
        if (hasBegun)
        {
            await app.EndLateAsync(HandleAsync(app, (await app.TakeTaskAsync())!));
        }

        var sent = app.Queues.Users.Messages.Count;
        await app.Get<PoisonTasks>().StopAsync(id);
        app.Time.Advance(TimeSpan.FromHours(1));
        await app.RunTasksAsync();

        var task = await app.TaskAsync(id);
        Assert.Equal((PoisonTaskState.Stopped, sent), (task.State, task.Messages));
        Assert.Equal(5 - sent, app.Queues.Poison.Visible);
        Assert.Equal(hasBegun, sent > 0);
    }

    [Fact]
    public async Task A_shutdown_ends_the_slice_and_the_next_goes_on()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var id = await app.BeginAsync(PoisonTaskKind.Redrive);
        using var shutdown = new CancellationTokenSource();
        await shutdown.CancelAsync();
        var message = (await app.TakeTaskAsync())!;

        await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, shutdown.Token));
        Assert.Equal((PoisonTaskState.Running, 1), ((await app.TaskAsync(id)).State, (await app.TaskAsync(id)).Slice));
        await app.RunTasksAsync();

        Assert.Equal((PoisonTaskState.Done, 1), ((await app.TaskAsync(id)).State, app.Queues.Users.Messages.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_that_waits_for_its_turn_does_so_no_longer_than_the_task_or_its_process_goes_on(bool isShutdown)
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, [.. Enumerable.Range(0, 40)]);
        await app.PoisonAsync("n", PoisonReason.Rejected, 0);
        var id = await app.BeginAsync(PoisonTaskKind.Redrive, task => task with { PerSecond = 1 });
        var begun = app.Time.GetUtcNow();
        using var shutdown = new CancellationTokenSource();
        var handled = app.Get<TaskMessageHandler>().HandleAsync((await app.TakeTaskAsync())!, shutdown.Token);
        await Eventually.TrueAsync(() => app.Time.Timers > 0);

        await (isShutdown ? shutdown.CancelAsync() : app.Get<PoisonTasks>().StopAsync(id));
        await app.EndAsync(handled);

        Assert.InRange(app.Time.GetUtcNow() - begun, TimeSpan.Zero, isShutdown ? TimeSpan.Zero : TimeSpan.FromSeconds(5));
        Assert.Equal(isShutdown ? PoisonTaskState.Running : PoisonTaskState.Stopped, (await app.TaskAsync(id)).State);
        Assert.Equal((1, 1), (app.Queues.Users.Messages.Count, app.Queues.Poison.Visible));
    }

    [Fact]
    public async Task A_limit_does_not_slow_the_way_through_what_is_not_meant()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var number in Enumerable.Range(0, 40))
        {
            await app.PoisonAsync($"m{number}", PoisonReason.Rejected, 0);
        }

        var received = 0;
        app.Queues.Poison.Fails = operation =>
        {
            received += operation is "receive" ? 1 : 0;
            return null;
        };

        var task = await app.RunAsync(PoisonTaskKind.Redrive, task => task with { PerSecond = 1, Filter = new PoisonFilter(PoisonReason.Expired) });

        Assert.Equal((PoisonTaskState.Done, 3), (task.State, received));
    }

    [Fact]
    public async Task What_is_skipped_is_counted_once_over_all_slices()
    {
        await using var app = await TestApp.StartAsync();
        foreach (var number in Enumerable.Range(0, 4))
        {
            await app.PoisonAsync($"doubt{number}", PoisonReason.Unknown, 0);
            await app.PoisonAsync($"m{number}", PoisonReason.Rejected, [.. Enumerable.Range(0, 50)]);
        }

        var id = await app.BeginAsync(PoisonTaskKind.Redrive, task => task with { PerSecond = 1 });
        await app.EndLateAsync(HandleAsync(app, (await app.TakeTaskAsync())!));
        var first = (await app.TaskAsync(id)).Skipped;
        using var shutdown = new CancellationTokenSource();
        await shutdown.CancelAsync();
        await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync((await app.TakeTaskAsync())!, shutdown.Token));
        var second = (await app.TaskAsync(id)).Skipped;
        await app.RunTasksAsync();

        Assert.InRange(first, 1, 4);
        Assert.Equal((first, 4), (second, (await app.TaskAsync(id)).Skipped));
    }

    [Fact]
    public async Task A_scan_lists_what_others_put_there_and_takes_off_what_they_took()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("gone", PoisonReason.Rejected, 0);
        QueueMessage[] taken = await app.Queues.Poison.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(1));
        await app.Queues.Poison.DeleteMessageAsync(taken[0].MessageId, taken[0].PopReceipt);
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString(PoisonDriver.Json("m", 0)));
        await app.PoisonAsync("n", PoisonReason.Expired, 3);

        var task = await app.RunAsync(PoisonTaskKind.Scan);

        Assert.Equal((2, 2, 0), (task.Messages, task.Users, task.Skipped));
        Assert.Equal(
            [(PoisonReason.Expired, "n", false), (PoisonReason.Host, null, true)],
            (await app.Get<PoisonIndex>().ReadAsync()).OrderBy(entry => entry.Reason).Select(entry => (entry.Reason, entry.Reason is PoisonReason.Host ? null : entry.SourceId, entry.IsDoubtful)));
        Assert.Equal(2, app.Queues.Poison.Visible);
    }

    [Fact]
    public async Task Where_poison_is_not_managed_it_is_neither_listed_nor_read()
    {
        await using var app = await TestApp.StartAsync(("Poison:IsManaged", "false"));
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        app.Queues.Poison.Fails = operation => operation is "receive" ? StorageFailures.Forbidden() : null;

        var task = await app.RunAsync(PoisonTaskKind.Redrive);

        Assert.Equal((PoisonTaskState.Stopped, app.Time.GetUtcNow()), (task.State, task.EndedAt));
        Assert.Contains("Poison:IsManaged", task.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Tables.Poison.Rows, row => row.PartitionKey is "message");
    }

    [Fact]
    public async Task Poison_that_cannot_be_listed_is_in_the_queue_all_the_same()
    {
        await using var app = await TestApp.StartAsync();
        app.Tables.Poison.Failure = StorageFailures.Busy();

        await app.PoisonAsync("m", PoisonReason.Rejected, 0);

        Assert.Single(app.Queues.Poison.Bodies);
    }

    private static async Task<Azure.ETag> LeaseAsync(TestApp app, TimeSpan time)
    {
        app.Tables.Poison.IsThere = true;
        return (await app.Get<PoisonLease>().TryTakeAsync(app.Time.GetUtcNow() + time))!.Value;
    }

    private static async Task<bool> HandleAsync(TestApp app, QueueMessage message)
    {
        await app.Get<TaskMessageHandler>().HandleAsync(message, default);
        return true;
    }
}
