using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Redriving;

/// <summary>Tasks over a poison queue that takes long to go through.</summary>
public sealed class LongQueueTests
{
    [Fact]
    public async Task The_longer_the_queue_is_the_longer_is_a_slice_so_that_a_scan_comes_to_its_end()
    {
        await using var app = await TestApp.StartAsync(("Poison:SliceTime", "00:00:01"));
        await PoisonManyAsync(app, 100);
        app.Queues.Poison.Hidden = 6000;
        EachReceiveTakes(app, TimeSpan.FromSeconds(15));

        var task = await app.RunAsync(PoisonTaskKind.Scan);

        Assert.Equal((PoisonTaskState.Done, 100, 0), (task.State, task.Messages, task.Slice));
    }

    [Theory]
    [InlineData(nameof(PoisonReason.Rejected), true)]
    [InlineData(nameof(PoisonReason.Expired), false)]
    public async Task A_task_that_no_slice_would_bring_to_its_end_says_so_and_does_not_go_round_in_circles(string reason, bool isDryRun)
    {
        await using var app = await TestApp.StartAsync();
        await PoisonManyAsync(app, 200);
        app.Queues.Poison.Hidden = 200_000;
        EachReceiveTakes(app, TimeSpan.FromMinutes(5));

        var task = await app.RunAsync(PoisonTaskKind.Redrive, task => task with { IsDryRun = isDryRun, Filter = new PoisonFilter(Enum.Parse<PoisonReason>(reason)) });

        Assert.Equal((PoisonTaskState.Stopped, 0), (task.State, task.Slice));
        Assert.Contains("too long", task.Detail, StringComparison.Ordinal);
        Assert.Equal(200, app.Queues.Poison.Visible);
    }

    [Fact]
    public async Task A_task_that_takes_messages_out_of_its_way_goes_on_however_long_the_queue_is()
    {
        await using var app = await TestApp.StartAsync();
        await PoisonManyAsync(app, 200);
        app.Queues.Poison.Hidden = 200_000;
        EachReceiveTakes(app, TimeSpan.FromMinutes(5));

        var task = await app.RunAsync(PoisonTaskKind.Redrive);

        Assert.Equal((PoisonTaskState.Done, 200, 1), (task.State, task.Messages, task.Slice));
    }

    [Fact]
    public async Task A_task_about_one_message_ends_when_it_has_found_it()
    {
        await using var app = await TestApp.StartAsync();
        await PoisonManyAsync(app, 100);
        var received = 0;
        app.Queues.Poison.Fails = operation =>
        {
            received += operation is "receive" ? 1 : 0;
            return null;
        };
        var first = (await app.Get<PoisonIndex>().ReadAsync()).Single(entry => entry.SourceId is "m0");

        var task = await app.RunAsync(PoisonTaskKind.Drop, task => task with { Filter = new PoisonFilter(Id: first.Id) });

        Assert.Equal((PoisonTaskState.Done, 1, 1), (task.State, task.Messages, received));
        Assert.Equal(99, app.Queues.Poison.Visible);
        Assert.Equal(99, (await app.Get<PoisonIndex>().ReadAsync()).Count);
    }

    private static async Task PoisonManyAsync(TestApp app, int messages)
    {
        foreach (var number in Enumerable.Range(0, messages))
        {
            await app.PoisonAsync($"m{number}", PoisonReason.Rejected, 0);
        }
    }

    private static void EachReceiveTakes(TestApp app, TimeSpan time) => app.Queues.Poison.Fails = operation =>
    {
        app.Time.Advance(operation is "receive" ? time : TimeSpan.Zero);
        return null;
    };
}
