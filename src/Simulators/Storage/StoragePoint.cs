namespace Simulators.Storage;

/// <summary>A point in the traffic with storage where a fault waits to strike: a test waits for it to be reached, and lets go of what it holds.</summary>
public sealed class StoragePoint
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _seen;

    internal StoragePoint(StorageRule rule) => Rule = rule;

    /// <summary>How many calls have been struck.</summary>
    public int Strikes { get; private set; }

    /// <summary>What strikes, and where.</summary>
    public StorageRule Rule { get; }

    /// <summary>Waits until a call has been struck; with a fault after the call, until storage has applied it.</summary>
    /// <exception cref="TimeoutException">None comes.</exception>
    public Task ReachedAsync() => _reached.Task.WaitAsync(Patience, TimeProvider.System);

    /// <summary>Lets all held calls go on, and strikes no further one.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Drops all held calls, as the death of their caller does, and strikes no further one.</summary>
    public void Abandon() => _released.TrySetCanceled();

    internal bool TryStrike(StorageCall call)
    {
        if (call.Operation != Rule.Operation || (Rule.Name is { } name && call.Name != name) || Rule.Where?.Invoke(call) is false)
        {
            return false;
        }

        lock (_lock)
        {
            if (++_seen < Rule.FromCall || Strikes >= Rule.Times || _released.Task.IsCompleted)
            {
                return false;
            }

            Strikes++;
            return true;
        }
    }

    internal void Reach() => _reached.TrySetResult();

    internal Task WaitAsync(CancellationToken gone) => _released.Task.WaitAsync(gone);
}
