namespace LocalHost.Queues;

/// <summary>Counts the messages in flight. At most one caller waits at a time.</summary>
internal sealed class InFlight
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiter;
    private int _limit;
    private int _count;

    public void Add(int count)
    {
        lock (_lock)
        {
            _count += count;
        }
    }

    public void Remove()
    {
        lock (_lock)
        {
            _count--;
            if (_count <= _limit)
            {
                _waiter?.TrySetResult();
                _waiter = null;
            }
        }
    }

    public Task WhenAtMostAsync(int limit)
    {
        lock (_lock)
        {
            if (_count <= limit)
            {
                return Task.CompletedTask;
            }

            _limit = limit;
            _waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }
}
