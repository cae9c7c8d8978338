using System.Collections.Concurrent;

namespace Functions.Tests.LocalHost.Queues;

public sealed class ListenerThresholdTests
{
    private readonly ConcurrentQueue<TaskCompletionSource> _running = [];

    [Theory]
    [InlineData(4, 2, 4)]
    [InlineData(4, 4, 8)]
    [InlineData(4, 7, 8)]
    [InlineData(4, 8, 12)]
    [InlineData(1, 0, 1)]
    [InlineData(32, 968, 992)]
    public async Task Receives_go_on_while_the_number_in_flight_is_at_most_the_threshold(int batchSize, int threshold, int expected)
    {
        await using var driver = Driver(batchSize, threshold);
        await driver.StartAsync();

        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == expected);

        Assert.Equal(expected / batchSize, driver.Queue.Receives);
        EndAll();
    }

    [Fact]
    public async Task The_next_receive_is_made_when_the_number_in_flight_falls_to_the_threshold()
    {
        await using var driver = Driver(batchSize: 4, threshold: 2);
        await driver.StartAsync();
        await Condition.BecomesTrueAsync(() => _running.Count == 4);

        EndOne();
        await Condition.BecomesTrueAsync(() => driver.Queue.Messages.Count == 1999);
        Assert.Equal(1, driver.Queue.Receives);
        EndOne();

        await Condition.BecomesTrueAsync(() => driver.Invocations.Count == 8);
        Assert.Equal(2, driver.Queue.Receives);
        EndAll();
    }

    private ListenerDriver Driver(int batchSize, int threshold)
    {
        var driver = new ListenerDriver(
            (_, invocation) =>
            {
                var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _running.Enqueue(end);
                return end.Task.WaitAsync(invocation);
            },
            ("extensions:queues:batchSize", $"{batchSize}"),
            ("extensions:queues:newBatchThreshold", $"{threshold}"));
        for (var i = 0; i < 2000; i++)
        {
            driver.Queue.Add("{}");
        }

        return driver;
    }

    private void EndOne()
    {
        Assert.True(_running.TryDequeue(out var end));
        end.SetResult();
    }

    private void EndAll()
    {
        while (_running.TryDequeue(out var end))
        {
            end.SetResult();
        }
    }
}
