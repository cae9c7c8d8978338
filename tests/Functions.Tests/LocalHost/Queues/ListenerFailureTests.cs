using Azure;

namespace Functions.Tests.LocalHost.Queues;

public sealed class ListenerFailureTests
{
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_message_whose_invocation_succeeds_is_deleted()
    {
        await using var driver = new ListenerDriver((_, _) => Task.CompletedTask);
        driver.Queue.Add("{}");

        await driver.StartAsync();

        await driver.PassTimeUntilAsync(() => driver.Queue.Messages.Count == 0);
        Assert.Equal("{}", Assert.Single(driver.Invocations).Body.ToString());
        Assert.Empty(driver.PoisonQueue.Messages);
    }

    [Fact]
    public async Task A_failed_message_is_delivered_again_after_the_visibility_timeout()
    {
        var fails = true;
        await using var driver = new ListenerDriver(
            (_, _) => fails ? throw new InvalidOperationException("failed") : Task.CompletedTask,
            ("extensions:queues:visibilityTimeout", Visibility.ToString()));
        driver.Queue.Add("{}");

        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Queue.VisibilityUpdates.Count == 1);
        fails = false;
        var released = driver.Time.GetUtcNow();
        await driver.PassTimeUntilAsync(() => driver.Queue.Messages.Count == 0);

        Assert.Equal([Visibility], driver.Queue.VisibilityUpdates);
        Assert.True(driver.Time.GetUtcNow() - released >= Visibility);
        Assert.Equal([1, 2], driver.Invocations.Select(message => message.DequeueCount));
    }

    [Fact]
    public async Task A_message_that_fails_at_every_delivery_goes_to_the_poison_queue_as_it_came()
    {
        await using var driver = new ListenerDriver(
            (_, _) => throw new InvalidOperationException("failed"), ("extensions:queues:maxDequeueCount", "3"));
        driver.Queue.Add("""{"properties":{}}""");

        await driver.StartAsync();
        await driver.PassTimeUntilAsync(() => driver.Queue.Messages.Count == 0);

        Assert.Equal(3, driver.Invocations.Count);
        Assert.Equal("""{"properties":{}}""", Assert.Single(driver.PoisonQueue.Messages).Body);
    }

    [Fact]
    public async Task A_message_delivered_too_often_goes_to_the_poison_queue_without_an_invocation()
    {
        await using var driver = new ListenerDriver((_, _) => Task.CompletedTask);
        driver.Queue.Add("{}", dequeueCount: 5);

        await driver.StartAsync();
        await driver.PassTimeUntilAsync(() => driver.Queue.Messages.Count == 0);

        Assert.Empty(driver.Invocations);
        Assert.Single(driver.PoisonQueue.Messages);
    }

    [Fact]
    public async Task With_base64_what_cannot_be_decoded_goes_to_the_poison_queue_unseen()
    {
        await using var driver = new ListenerDriver((_, _) => Task.CompletedTask, ("extensions:queues:messageEncoding", "base64"));
        driver.Queue.Add("{}");
        driver.Queue.Add("e30=");

        await driver.StartAsync();
        await driver.PassTimeUntilAsync(() => driver.Queue.Messages.Count == 0);

        Assert.Equal("{}", Assert.Single(driver.Invocations).Body.ToString());
        Assert.Equal("{}", Assert.Single(driver.PoisonQueue.Messages).Body);
    }

    [Fact]
    public async Task A_fault_of_the_storage_does_not_end_the_listener()
    {
        await using var driver = new ListenerDriver((_, _) => Task.CompletedTask);
        driver.Queue.NextReceiveFault = new RequestFailedException(503, "busy");
        driver.Queue.Add("{}");

        await driver.StartAsync();
        await driver.PassTimeUntilAsync(() => driver.Queue.Messages.Count == 0);

        Assert.Single(driver.Invocations);
    }

    [Fact]
    public async Task A_missing_queue_is_created()
    {
        await using var driver = new ListenerDriver((_, _) => Task.CompletedTask);
        driver.Queue.IsMissing = true;

        await driver.StartAsync();

        await driver.PassTimeUntilAsync(() => !driver.Queue.IsMissing);
    }

    [Fact]
    public async Task An_invocation_beyond_the_function_timeout_fails_two_seconds_after_its_token()
    {
        var told = new TaskCompletionSource();
        await using var driver = new ListenerDriver(
            async (_, invocation) =>
            {
                await using var registration = invocation.Register(told.SetResult);
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            },
            ("functionTimeout", "00:01:00"),
            ("extensions:queues:visibilityTimeout", Visibility.ToString()));
        driver.Queue.Add("{}");
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 1);

        driver.Time.Advance(TimeSpan.FromMinutes(1));
        await told.Task;
        var toldOn = driver.Time.GetUtcNow();
        await driver.PassTimeUntilAsync(() => driver.Queue.VisibilityUpdates.Count == 1);

        Assert.True(driver.Time.GetUtcNow() - toldOn >= TimeSpan.FromSeconds(2));
        Assert.Equal([Visibility], driver.Queue.VisibilityUpdates);
    }
}
