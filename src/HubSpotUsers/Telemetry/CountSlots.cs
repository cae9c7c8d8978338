namespace HubSpotUsers.Telemetry;

/// <summary>What this process counted, by time: slots of ten seconds in periods, each of which is shared with the other processes as a whole.</summary>
/// <typeparam name="TCounts">What is counted in a slot.</typeparam>
/// <param name="periodLength">How long a period is.</param>
internal abstract class CountSlots<TCounts>(TimeProvider time, TimeSpan periodLength)
    where TCounts : class
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateTimeOffset, CountPeriod<TCounts>> _periods = [];
    private readonly HashSet<DateTimeOffset> _changed = [];

    /// <summary>Gives the periods in which something was counted since it was asked before, and forgets those that are over.</summary>
    internal IReadOnlyList<CountPeriod<TCounts>> TakeChanged()
    {
        lock (_lock)
        {
            List<CountPeriod<TCounts>> taken = [.. _changed.Order().Select(start => new CountPeriod<TCounts>(start, new SortedDictionary<int, TCounts>(_periods[start].Slots)))];
            _changed.Clear();
            foreach (var over in _periods.Keys.Where(start => start + periodLength <= time.GetUtcNow()).ToList())
            {
                _periods.Remove(over);
            }

            return taken;
        }
    }

    /// <summary>Has a period given again that could not be reported.</summary>
    internal void Return(CountPeriod<TCounts> period)
    {
        lock (_lock)
        {
            _periods.TryAdd(period.Start, period);
            _changed.Add(period.Start);
        }
    }

    /// <summary>Counts something in the slot of a time.</summary>
    protected void Count(DateTimeOffset at, Func<TCounts?, TCounts> add)
    {
        var start = CountTime.StartOf(at, periodLength);
        var slot = (int)((at - start) / CountTime.SlotLength);
        lock (_lock)
        {
            var known = _periods.GetValueOrDefault(start) ?? new CountPeriod<TCounts>(start, []);
            known.Slots[slot] = add(known.Slots.GetValueOrDefault(slot));
            _periods[start] = known;
            _changed.Add(start);
        }
    }
}

/// <summary>How time is divided for counting.</summary>
internal static class CountTime
{
    /// <summary>How long a slot is: HubSpot's limit is for ten seconds, so a shorter time would show bursts above it that are none.</summary>
    public static readonly TimeSpan SlotLength = TimeSpan.FromSeconds(10);

    /// <summary>When the slot or period that a time is in began.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset at, TimeSpan length) => new(at.UtcTicks - (at.UtcTicks % length.Ticks), TimeSpan.Zero);
}

/// <summary>What was counted in a period.</summary>
/// <typeparam name="TCounts">What is counted in a slot.</typeparam>
/// <param name="Start">When it began.</param>
/// <param name="Slots">The counts of each ten seconds, by their number from 0; those without any are left out.</param>
internal sealed record CountPeriod<TCounts>(DateTimeOffset Start, SortedDictionary<int, TCounts> Slots);
