namespace HubSpotUsers.Limits;

/// <summary>The calls that wait for a permit, first come first served. Whoever uses it has a lock of its own around it.</summary>
internal sealed class WaitingCalls
{
    private readonly LinkedList<TaskCompletionSource<PermitLease>> _calls = [];

    /// <summary>How many there are.</summary>
    public int Count => _calls.Count;

    /// <summary>Since when there has been one all the time.</summary>
    public long Since { get; private set; }

    /// <summary>Adds a call.</summary>
    /// <param name="isFirst">Whether it comes before all others: it had its turn already.</param>
    /// <param name="now">The time.</param>
    public TaskCompletionSource<PermitLease> Add(bool isFirst, long now)
    {
        Since = Count is 0 ? now : Since;
        var call = new TaskCompletionSource<PermitLease>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = isFirst ? _calls.AddFirst(call) : _calls.AddLast(call);
        return call;
    }

    /// <summary>Takes a call away that waits no longer.</summary>
    public void Remove(TaskCompletionSource<PermitLease> call) => _calls.Remove(call);

    /// <summary>Takes the first call away.</summary>
    public TaskCompletionSource<PermitLease> TakeFirst()
    {
        var first = _calls.First!.Value;
        _calls.RemoveFirst();
        return first;
    }

    /// <summary>Ends the wait of all calls.</summary>
    public void FailAll(Exception exception)
    {
        while (Count > 0)
        {
            TakeFirst().TrySetException(exception);
        }
    }
}
