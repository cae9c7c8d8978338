namespace Simulators.HubSpot.Limits;

/// <summary>Lets through a number of calls in any window of time, exactly; its owner guards it.</summary>
internal sealed class RollingWindow(TimeProvider time)
{
    private readonly Queue<long> _taken = new();

    /// <summary>Takes one call if the window has room.</summary>
    /// <param name="limit">The calls the window holds.</param>
    /// <param name="window">The window's length.</param>
    /// <returns>The calls left after this one, or null when there was no room.</returns>
    public int? TryTake(int limit, TimeSpan window)
    {
        var now = time.GetTimestamp();
        while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= window)
        {
            _taken.Dequeue();
        }

        if (_taken.Count >= limit)
        {
            return null;
        }

        _taken.Enqueue(now);
        return limit - _taken.Count;
    }
}
