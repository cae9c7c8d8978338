namespace Simulators.HubSpot.Journaling;

/// <summary>What the simulator saw and did; safe to read while calls come in.</summary>
public sealed class Journal
{
    private readonly Lock _lock = new();
    private readonly List<JournalCall> _calls = [];
    private readonly List<CreatedUser> _created = [];
    private readonly JournalCounts _counts = new();
    private readonly TimeProvider _time;
    private readonly CallTimes _times;
    private long _totalCalls;
    private DateTimeOffset? _firstCallAt;
    private DateTimeOffset? _lastCallAt;

    internal Journal(TimeProvider time)
    {
        _time = time;
        _times = new CallTimes(time);
    }

    /// <summary>The number of calls, whatever their response.</summary>
    public long TotalCalls => Read(() => _totalCalls);

    /// <summary>The number of records written.</summary>
    public long TotalCreated => Read(() => _counts.Created);

    /// <summary>All calls with a response, in the order of arrival; empty while only counts are kept.</summary>
    public IReadOnlyList<JournalCall> Calls => Read(() => _calls.OrderBy(call => call.Sequence).ToArray());

    /// <summary>All records written, in the order of their ids; empty while only counts are kept.</summary>
    public IReadOnlyList<CreatedUser> Created => Read(() => _created.ToArray());

    /// <summary>The most calls in any rolling window, of all tokens together.</summary>
    /// <param name="window">The window's length.</param>
    /// <returns>The number of calls.</returns>
    public int MaxCallsInAny(TimeSpan window) => Read(() => _times.MaxInAny(window));

    /// <summary>The records by unique value; a group of two is a user created twice.</summary>
    /// <returns>The groups; records without a unique value are left out.</returns>
    public ILookup<string, CreatedUser> CreatedByUniqueValue() =>
        Created.Where(user => user.UniqueValue is not null).ToLookup(user => user.UniqueValue!, StringComparer.Ordinal);

    /// <summary>The journal in numbers, also when only counts are kept.</summary>
    /// <returns>The numbers at this moment.</returns>
    public JournalSummary Summarize() => Read(
        () => _counts.Summarize(_totalCalls, _times.MaxInAny(TimeSpan.FromSeconds(10)), _firstCallAt, _lastCallAt));

    /// <summary>Forgets everything; the sequence of calls starts anew.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _calls.Clear();
            _created.Clear();
            _counts.Clear();
            _times.Clear();
            (_totalCalls, _firstCallAt, _lastCallAt) = (0, null, null);
        }
    }

    internal JournalCall Begin(string method, string path, string token)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            _times.Add();
            _firstCallAt ??= now;
            _lastCallAt = now;
            return new JournalCall { Sequence = ++_totalCalls, ReceivedAt = now, Method = method, Path = path, Token = token };
        }
    }

    internal void Complete(JournalCall call, bool countsOnly)
    {
        lock (_lock)
        {
            _counts.CountCall(call);
            if (!countsOnly)
            {
                _calls.Add(call);
            }
        }
    }

    internal void Lose(JournalCall call)
    {
        lock (_lock)
        {
            _counts.MoveToLost(call);
            Replace(call.Sequence, known => known with { Status = null, Lost = true });
        }
    }

    internal void ApplyLate(JournalCall call, IReadOnlyList<string> createdIds)
    {
        lock (_lock)
        {
            Replace(call.Sequence, known => known with { CreatedIds = createdIds });
        }
    }

    internal void AddCreated(CreatedUser user, string? traceId, bool countsOnly)
    {
        lock (_lock)
        {
            _counts.CountCreated(user, traceId);
            if (!countsOnly)
            {
                _created.Add(user);
            }
        }
    }

    private void Replace(long sequence, Func<JournalCall, JournalCall> change)
    {
        var index = _calls.FindLastIndex(call => call.Sequence == sequence);
        if (index >= 0)
        {
            _calls[index] = change(_calls[index]);
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }
}
