namespace Functions.Tests.LocalHost.Queues;

public sealed class ListenerShutdownTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Step_two_tells_the_invocations_and_gives_their_messages_back_at_once()
    {
        await using var driver = new ListenerDriver(
            (_, invocation) => Task.Delay(Timeout.InfiniteTimeSpan, invocation),
            ("extensions:queues:visibilityTimeout", "00:00:30"));
        var message = driver.Queue.Add("{}", dequeueCount: 4);
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 1);

        await driver.StopAsync();

        Assert.Equal(5, message.DequeueCount);
        Assert.Equal(driver.Time.GetUtcNow(), message.VisibleOn);
        Assert.Empty(driver.PoisonQueue.Messages);
    }

    [Fact]
    public async Task An_invocation_that_still_succeeds_in_the_grace_has_its_message_deleted()
    {
        await using var driver = new ListenerDriver((_, _) => _end.Task);
        driver.Queue.Add("{}");
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 1);

        var stopped = driver.StopAsync();
        Assert.False(stopped.IsCompleted);
        _end.SetResult();
        await stopped;

        Assert.Empty(driver.Queue.Messages);
    }

    [Fact]
    public async Task The_listener_receives_nothing_after_step_two()
    {
        await using var driver = new ListenerDriver((_, _) => Task.CompletedTask);
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Queue.Receives > 0);

        await driver.StopAsync();
        var receives = driver.Queue.Receives;
        driver.Queue.Add("{}");
        driver.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(receives, driver.Queue.Receives);
        Assert.Empty(driver.Invocations);
    }

    [Fact]
    public async Task After_the_grace_messages_still_in_work_stay_leased()
    {
        await using var driver = new ListenerDriver((_, _) => _end.Task);
        var message = driver.Queue.Add("{}");
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 1);

        var stopped = driver.StopAsync();
        driver.Time.Advance(Grace - TimeSpan.FromSeconds(1));
        Assert.False(stopped.IsCompleted);
        driver.Time.Advance(TimeSpan.FromSeconds(1));
        await stopped;
        _end.SetResult();

        Assert.Same(message, Assert.Single(driver.Queue.Messages));
        Assert.True(message.VisibleOn > driver.Time.GetUtcNow());
    }
}
