namespace HubSpotUsers.Batching;

/// <summary>The batches that are being processed.</summary>
internal sealed class BatchesInFlight
{
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _running = [];

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Ends when those that are in flight now have ended.</summary>
    public Task Ended
    {
        get
        {
            lock (_lock)
            {
                return Task.WhenAll(_running);
            }
        }
    }

    /// <summary>Records a batch until it has ended.</summary>
    public void Add(Task processing)
    {
        lock (_lock)
        {
            _running.Add(processing);
        }

        _ = RemoveAfterAsync(processing);
    }

    private async Task RemoveAfterAsync(Task processing)
    {
        await processing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _running.Remove(processing);
        }
    }
}
