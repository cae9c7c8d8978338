using System.Diagnostics.CodeAnalysis;

namespace HubSpotUsers.Tests.Model;

/// <summary>
/// Runs what is ready piece by piece on the thread of the test, and draws which piece is next: the same draws give the same history, other
/// draws another order. What a library sends to the thread pool all the same is waited for.
/// </summary>
/// <param name="random">Draws the next piece.</param>
internal sealed class Interleaving(Random random) : SynchronizationContext
{
    private readonly Lock _lock = new();
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];

    /// <summary>Begins something whose continuations run here.</summary>
    public T Begin<T>(Func<T> begin)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            return begin();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Begins something whose continuations run here.</summary>
    public void Begin(Action begin) => Begin(() =>
    {
        begin();
        return true;
    });

    /// <summary>Runs all that is ready, until all that is left waits for virtual time.</summary>
    public void Settle() => Begin(() =>
    {
        do
        {
            while (TryTake(out var piece))
            {
                piece.Value.Callback(piece.Value.State);
            }

            Idleness.Await();
        }
        while (HasReady());
    });

    /// <summary>Begins something that waits for no virtual time, and runs it to its end.</summary>
    public void Complete(Func<Task> begin)
    {
        var task = Begin(begin);
        Settle();
        Assert.True(task.IsCompleted);
        task.GetAwaiter().GetResult();
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_lock)
        {
            _ready.Add((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    private bool HasReady()
    {
        lock (_lock)
        {
            return _ready.Count > 0;
        }
    }

    private bool TryTake([NotNullWhen(true)] out (SendOrPostCallback Callback, object? State)? piece)
    {
        lock (_lock)
        {
            if (_ready.Count is 0)
            {
                piece = null;
                return false;
            }

            var next = random.Next(_ready.Count);
            piece = _ready[next];
            _ready.RemoveAt(next);
            return true;
        }
    }
}
