namespace HubSpotUsers.Telemetry;

/// <summary>
/// How many users of this process got which outcome in each ten seconds, in periods of ten minutes. HubSpot's limit is for ten seconds, so a
/// shorter time would show bursts above it that are none.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class OutcomeSlots(TimeProvider time)
{
    /// <summary>How long a slot is.</summary>
    public static readonly TimeSpan SlotLength = TimeSpan.FromSeconds(10);

    /// <summary>How long a period is.</summary>
    public static readonly TimeSpan PeriodLength = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateTimeOffset, OutcomePeriod> _periods = [];
    private readonly HashSet<DateTimeOffset> _changed = [];

    /// <summary>Counts a user.</summary>
    internal void Count(Outcome outcome)
    {
        var now = time.GetUtcNow();
        var start = StartOf(now, PeriodLength);
        var slot = (int)((now - start) / SlotLength);
        lock (_lock)
        {
            var known = _periods.GetValueOrDefault(start) ?? new OutcomePeriod(start, []);
            known.Slots[slot] = known.Slots.GetValueOrDefault(slot, OutcomeCounts.None).Add(outcome, 1);
            _periods[start] = known;
            _changed.Add(start);
        }
    }

    /// <summary>Gives the periods in which users were counted since it was asked before, and forgets those that are over.</summary>
    internal IReadOnlyList<OutcomePeriod> TakeChanged()
    {
        lock (_lock)
        {
            List<OutcomePeriod> taken = [.. _changed.Order().Select(start => new OutcomePeriod(start, new SortedDictionary<int, OutcomeCounts>(_periods[start].Slots)))];
            _changed.Clear();
            foreach (var over in _periods.Keys.Where(start => start + PeriodLength <= time.GetUtcNow()).ToList())
            {
                _periods.Remove(over);
            }

            return taken;
        }
    }

    /// <summary>Has a period given again that could not be reported.</summary>
    internal void Return(OutcomePeriod period)
    {
        lock (_lock)
        {
            _periods.TryAdd(period.Start, period);
            _changed.Add(period.Start);
        }
    }

    /// <summary>When the slot or period that a time is in began.</summary>
    internal static DateTimeOffset StartOf(DateTimeOffset at, TimeSpan length) => new(at.UtcTicks - (at.UtcTicks % length.Ticks), TimeSpan.Zero);
}

/// <summary>How many users got which outcome in ten minutes.</summary>
/// <param name="Start">When they began.</param>
/// <param name="Slots">The counts of each ten seconds, by their number from 0; those without a user are left out.</param>
internal sealed record OutcomePeriod(DateTimeOffset Start, SortedDictionary<int, OutcomeCounts> Slots);
