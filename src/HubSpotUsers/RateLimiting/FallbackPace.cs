namespace HubSpotUsers.RateLimiting;

/// <summary>
/// The pace of a process that cannot reach the shared window: silent for a whole window, then one call a window, which even beside
/// others at full speed is within what they leave; a twentieth of the limit once HubSpot's answers show that there is room.
/// </summary>
/// <param name="rules">The window.</param>
internal sealed class FallbackPace(RateWindowRules rules)
{
    private const double Share = 0.05;
    private const double EnoughRoom = 0.5;

    private readonly Queue<long> _spent = new();
    private long _next;
    private long _reserved;
    private bool _hasRoom;

    /// <summary>Whether it is in force.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The calls it allows in a window.</summary>
    public double CallsPerWindow => _hasRoom ? Math.Max(1, rules.LimitOf(RateWindow.Empty) * Share) : 1;

    /// <summary>Begins, unless it has.</summary>
    /// <param name="now">The time.</param>
    public void Begin(long now)
    {
        if (!IsOn)
        {
            // Others may have taken permits ahead of now, which this process has not seen.
            (IsOn, _hasRoom) = (true, false);
            _next = Math.Max(now, _reserved) + (rules.Window.Ticks / 2 * 3);
        }
    }

    /// <summary>Ends: the shared window is back.</summary>
    /// <param name="reserved">Until when permits are taken, by whomever.</param>
    public void End(long reserved)
    {
        (IsOn, _reserved) = (false, reserved);
        _spent.Clear();
    }

    /// <summary>The calls made at this pace that still are in the window, which knows nothing of them.</summary>
    public int SpentUntil(long now)
    {
        while (_spent.TryPeek(out var at) && at < now - rules.Window.Ticks)
        {
            _spent.Dequeue();
        }

        return _spent.Count;
    }

    /// <summary>Gives the time of the next call.</summary>
    public long Next(long now)
    {
        var at = Math.Max(now, _next);
        _next = at + (long)(rules.Window.Ticks / CallsPerWindow);
        return at;
    }

    /// <summary>Takes note of a call.</summary>
    public void Spend(long now)
    {
        if (IsOn)
        {
            _spent.Enqueue(now);
        }
    }

    /// <summary>Takes note of what HubSpot says is left.</summary>
    public void Observe(UsageSample sample) => _hasRoom = sample.Remaining >= sample.Max * EnoughRoom;
}
