namespace Simulators.HubSpot.Journaling;

/// <summary>The counters of a journal; the journal guards them.</summary>
internal sealed class JournalCounts
{
    private readonly Dictionary<string, long> _byOutcome = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _byFault = new(StringComparer.Ordinal);
    private readonly RepeatCounter _uniqueValues = new();
    private readonly RepeatCounter _traceIds = new();
    private long _inputs;

    public long Created { get; private set; }

    public void CountCall(JournalCall call)
    {
        _inputs += call.Inputs;
        Add(_byOutcome, call.Outcome, 1);
        Add(_byPath, call.Path, 1);
        if (call.Fault is not null)
        {
            Add(_byFault, call.Fault, 1);
        }
    }

    public void MoveToLost(JournalCall call)
    {
        // The journal may have been cleared since the call was counted.
        if (_byOutcome.ContainsKey(call.Outcome))
        {
            Add(_byOutcome, call.Outcome, -1);
            Add(_byOutcome, "lost", 1);
        }
    }

    public void CountCreated(CreatedUser user, string? traceId)
    {
        Created++;
        if (user.UniqueValue is not null)
        {
            _uniqueValues.Add(user.UniqueValue);
        }

        if (traceId is not null)
        {
            _traceIds.Add(traceId);
        }
    }

    public void Clear()
    {
        _byOutcome.Clear();
        _byPath.Clear();
        _byFault.Clear();
        _uniqueValues.Clear();
        _traceIds.Clear();
        _inputs = 0;
        Created = 0;
    }

    public JournalSummary Summarize(long totalCalls, int maxCallsInTenSeconds, DateTimeOffset? first, DateTimeOffset? last) => new()
    {
        TotalCalls = totalCalls,
        MaxCallsInTenSeconds = maxCallsInTenSeconds,
        CallsByOutcome = new SortedDictionary<string, long>(_byOutcome, StringComparer.Ordinal),
        CallsByPath = new SortedDictionary<string, long>(_byPath, StringComparer.Ordinal),
        CallsByFault = new SortedDictionary<string, long>(_byFault, StringComparer.Ordinal),
        TotalInputs = _inputs,
        CreatedUsers = Created,
        UniqueValues = _uniqueValues.Distinct,
        RepeatedUniqueValues = _uniqueValues.Repeated,
        RepeatedTraceIds = _traceIds.Repeated,
        FirstCallAt = first,
        LastCallAt = last,
    };

    private static void Add(Dictionary<string, long> counts, string key, long change)
    {
        var count = counts.GetValueOrDefault(key) + change;
        if (count == 0)
        {
            counts.Remove(key);
        }
        else
        {
            counts[key] = count;
        }
    }
}
