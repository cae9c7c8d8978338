namespace Simulators.HubSpot.Journaling;

/// <summary>When calls arrived, on a clock that never runs backwards; the journal guards it.</summary>
internal sealed class CallTimes(TimeProvider time)
{
    private readonly List<long> _arrivals = [];

    public void Add() => _arrivals.Add(time.GetTimestamp());

    public void Clear() => _arrivals.Clear();

    /// <summary>The most calls in any half-open window of this length.</summary>
    public int MaxInAny(TimeSpan window)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < _arrivals.Count; last++)
        {
            while (time.GetElapsedTime(_arrivals[first], _arrivals[last]) >= window)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
