namespace HubSpotUsers.Limits;

/// <summary>The permits of this process whose time is still to come or has just come.</summary>
internal sealed class HeldPermits
{
    private readonly Queue<long> _times = new();
    private List<long> _unused = [];
    private List<long> _late = [];

    /// <summary>How many there are.</summary>
    public int Count => _times.Count;

    /// <summary>The time of the first; null when there is none.</summary>
    public long? First => _times.TryPeek(out var time) ? time : null;

    /// <summary>The time of the last, if any.</summary>
    public long Last { get; private set; }

    /// <summary>Adds one.</summary>
    public void Add(long time)
    {
        _times.Enqueue(time);
        Last = time;
    }

    /// <summary>Takes the first one away, for a call that leaves now.</summary>
    public long Use() => _times.Dequeue();

    /// <summary>Looks again at one that was taken away: when its time is over, it counts as one that lapsed.</summary>
    public bool TryKeep(long time, long now)
    {
        var isInTime = !IsOver(time, now);
        if (!isInTime)
        {
            _unused.Add(time);
        }

        return isInTime;
    }

    /// <summary>Forgets them all.</summary>
    public void Clear() => _times.Clear();

    /// <summary>Lets go of those whose time is over: a call that left now could stand where others may.</summary>
    public void DropLapsed(long now)
    {
        while (First is { } time && IsOver(time, now))
        {
            _unused.Add(_times.Dequeue());
        }
    }

    /// <summary>Records that the call with the permit of <paramref name="time"/> leaves now.</summary>
    public void Left(long time, long now)
    {
        if (IsOver(time, now))
        {
            _unused.Add(time);
            _late.Add(now);
        }
    }

    /// <summary>Tells how permits were used since the last time, once.</summary>
    public PermitUse TakeUse()
    {
        if (_unused.Count is 0)
        {
            return PermitUse.AsPlanned;
        }

        var use = new PermitUse(_unused, _late);
        (_unused, _late) = ([], []);
        return use;
    }

    /// <summary>Keeps for the next time what could not be reported.</summary>
    public void Restore(PermitUse use)
    {
        _unused.AddRange(use.Unused);
        _late.AddRange(use.Late);
    }

    private static bool IsOver(long time, long now) => time < now - RateWindowRules.Grace.Ticks;
}
