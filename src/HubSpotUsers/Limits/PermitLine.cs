using System.Buffers;

namespace HubSpotUsers.Limits;

/// <summary>
/// The line of all permits, which only grows at its end. Two rules hold: a permit comes no sooner than a whole period after the one
/// that is the limit's number before it, which alone keeps every window; and permits come evenly, so that no caller waits for long. Time
/// that was missed is made up for at double pace, as far as the first rule allows, and never so far that a window has more permits than
/// when they come evenly: what is left beyond is for calls that arrive bunched.
/// </summary>
internal sealed class PermitLine : IDisposable
{
    private const int CatchUpPace = 2;

    /// <summary>Permits further ahead are left for later, when more is known.</summary>
    private const long Horizon = TimeSpan.TicksPerSecond;

    /// <summary>Borrowed: a high limit makes it large, and it is made anew with every row.</summary>
    private readonly long[] _times;
    private readonly int _limit;
    private readonly long _period;
    private readonly long _interval;
    private readonly long _window;
    private readonly int _evenly;
    private readonly int _most;
    private int _count;

    /// <summary>Makes the line of the permits taken.</summary>
    /// <param name="blocks">The permits; those of the last period suffice.</param>
    /// <param name="room">How many more there may be.</param>
    /// <param name="limit">How many there may be in a period.</param>
    /// <param name="period">The ticks of a period.</param>
    /// <param name="window">The ticks of a window, which is a little shorter.</param>
    /// <param name="interval">The ticks from one permit to the next when they come evenly.</param>
    public PermitLine(IReadOnlyCollection<PermitBlock> blocks, int room, int limit, long period, long window, long interval)
    {
        _times = ArrayPool<long>.Shared.Rent(blocks.Sum(block => block.Count) + room);
        foreach (var block in blocks)
        {
            block.CopyTo(_times.AsSpan(_count));
            _count += block.Count;
        }

        _times.AsSpan(0, _count).Sort();
        _most = _count + room;
        (_limit, _period, _window, _interval) = (limit, period, window, interval);
        _evenly = (int)Math.Ceiling(limit * (window / (double)period));
    }

    /// <summary>How many permits a waiting caller could have had since the last one.</summary>
    /// <param name="waitingSince">Since when.</param>
    /// <param name="now">Until when.</param>
    public double MissedSince(long waitingSince, long now) =>
        _count is 0 ? 0 : Math.Max(0, now - Math.Max(_times[_count - 1] + _interval, waitingSince)) / (double)_interval;

    /// <summary>Adds permits: as many as there is room for, or fewer that are not far ahead, but one at least.</summary>
    /// <param name="now">The earliest time of the first.</param>
    /// <param name="credit">How many are to be made up for.</param>
    /// <returns>Their times, and how many are to be made up for still.</returns>
    public (IReadOnlyList<long> Times, double Credit) Extend(long now, double credit)
    {
        var first = _count;
        while (_count < _most && (_count == first || _times[_count - 1] < now + Horizon))
        {
            var last = _count is 0 ? now - _interval : _times[_count - 1];
            var even = Math.Max(now, last + _interval);
            var wished = credit >= 1 ? Math.Max(now, last + (_interval / CatchUpPace)) : even;
            var time = PermitBlock.Round(Math.Max(wished, Math.Max(After(_limit, _period), After(_evenly, _window))));

            // Whatever is sooner than evenly is made up for; whatever is later must be.
            credit = Math.Clamp(credit + ((time - even) / (double)_interval), 0, _limit);
            _times[_count++] = time;
        }

        return (_times[first.._count], credit);
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<long>.Shared.Return(_times);

    /// <summary>When there may be another permit, for there to be no more than <paramref name="count"/> in <paramref name="ticks"/>.</summary>
    private long After(int count, long ticks) => _count < count ? 0 : _times[_count - count] + ticks;
}

/// <summary>What a process asks of the window, and tells it.</summary>
/// <param name="Wanted">How many permits it wants; it gets no more than its share of a second.</param>
/// <param name="Use">How it used the permits it had.</param>
/// <param name="WaitingSince">Since when its calls have been waiting without a pause.</param>
internal sealed record PermitRequest(int Wanted, PermitUse Use, long WaitingSince)
{
    /// <summary>How many calls it made without permits, which the others must make room for.</summary>
    public int Skipped { get; init; }

    /// <summary>What HubSpot said of the window meanwhile.</summary>
    public IReadOnlyCollection<UsageSample> Samples { get; init; } = [];
}
