namespace HubSpotUsers.Limits;

/// <summary>
/// The pace of a process that cannot reach the shared window: silent for a whole window, then one call a window, which even beside
/// others at full speed is within what they leave. While HubSpot's responses show room it grows a little with every window, up to its share
/// of half the limit: the others have probably lost the window too, and see the same room.
/// </summary>
/// <param name="rules">The window.</param>
internal sealed class FallbackPace(RateWindowRules rules)
{
    /// <summary>The share of the limit that all processes together use, so far as this one knows how many there are.</summary>
    private const double SharedShare = 0.5;

    /// <summary>The share of the limit that a process uses, however few others there seem to be.</summary>
    private const double LargestShare = 0.05;

    /// <summary>There is room while so much of the limit is left.</summary>
    private const double EnoughRoom = 0.5;

    /// <summary>Responses tell of growth only once a window has passed, so that all processes may grow before one sees it.</summary>
    private const double Growth = 1.5;

    private readonly Queue<long> _spent = new();
    private long _changedAt;
    private long _next;
    private long _reserved;
    private int _processes = 1;

    /// <summary>Whether it is in force.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The calls it allows in a window.</summary>
    public double CallsPerWindow { get; private set; } = 1;

    private double Limit => rules.LimitOf(RateWindow.Empty);

    private double Share => Limit * SharedShare / _processes;

    private double Least => Math.Min(1, Share);

    /// <summary>Begins, unless it has.</summary>
    /// <param name="now">The time.</param>
    public void Begin(long now)
    {
        if (!IsOn)
        {
            // Others may have taken permits ahead of now, which this process has not seen.
            IsOn = true;
            _next = Math.Max(now, _reserved) + (rules.Window.Ticks / 2 * 3);
            (CallsPerWindow, _changedAt) = (Least, _next);
        }
    }

    /// <summary>Ends: the shared window is back.</summary>
    /// <param name="state">What is taken, by whomever.</param>
    public void End(RateWindow state)
    {
        (IsOn, _reserved, _processes) = (false, state.End, Math.Max(1, state.Owners));
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

    /// <summary>Records a call.</summary>
    public void Spend(long now)
    {
        if (IsOn)
        {
            _spent.Enqueue(now);
        }
    }

    /// <summary>Records what HubSpot says is left.</summary>
    /// <param name="sample">What a response said.</param>
    /// <param name="now">The time.</param>
    public void Observe(UsageSample sample, long now)
    {
        var hasRoom = sample.Remaining >= sample.Max * EnoughRoom;
        if (IsOn && (!hasRoom || sample.At - _changedAt >= rules.Window.Ticks))
        {
            CallsPerWindow = hasRoom ? Math.Max(Least, Math.Min(CallsPerWindow * Growth, Math.Min(Limit * LargestShare, Share))) : Least;
            _changedAt = now;
        }
    }
}
