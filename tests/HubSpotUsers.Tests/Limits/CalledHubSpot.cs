using HubSpotUsers.Limits;

namespace HubSpotUsers.Tests.Limits;

/// <summary>Counts calls as HubSpot does, in a rolling window, and refuses those beyond the limit.</summary>
internal sealed class CalledHubSpot(TimeProvider time, int limit)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly List<DateTimeOffset> _calls = [];

    public IReadOnlyList<DateTimeOffset> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>The most calls there were in any window, wherever it begins.</summary>
    public int Most => Calls.Select((call, index) => Calls.Skip(index).TakeWhile(later => later - call < Window).Count()).DefaultIfEmpty().Max();

    /// <summary>How many calls it refused.</summary>
    public int Refused { get; private set; }

    public (LimitReading Headers, bool IsRefused) Call()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var used = _calls.Count(call => now - call < Window);
            if (used >= limit)
            {
                Refused++;
                return (new LimitReading(limit, 0, Window), true);
            }

            _calls.Add(now);
            return (new LimitReading(limit, limit - used - 1, Window), false);
        }
    }
}
