namespace HubSpotUsers.Batching;

/// <summary>The batches that are being processed.</summary>
internal sealed class BatchesInFlight
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Begins with none in flight.</summary>
    public BatchesInFlight() => _ended.SetResult();

    /// <summary>Ends when none is in flight any more.</summary>
    public Task Ended
    {
        get
        {
            lock (_lock)
            {
                return _ended.Task;
            }
        }
    }

    /// <summary>Records a batch until it has ended.</summary>
    public void Add(Task processing)
    {
        lock (_lock)
        {
            if (_count++ is 0)
            {
                _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        _ = RemoveAfterAsync(processing);
    }

    private async Task RemoveAfterAsync(Task processing)
    {
        await processing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            if (--_count is 0)
            {
                _ended.SetResult();
            }
        }
    }
}
