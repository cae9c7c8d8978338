namespace HubSpotUsers.Limits;

/// <summary>
/// Compares the calls of one round trip with the quickest before. What was quickest is forgotten slowly, so that the measure follows
/// HubSpot, but not the slowness that our own calls bring about.
/// </summary>
internal sealed class RoundTrips(TimeProvider time)
{
    /// <summary>The weight of the latest round trip in the spread.</summary>
    private const double Weight = 0.4;

    /// <summary>By so much the quickest round trip is forgotten with every one that follows.</summary>
    private const double Forgetting = 1.002;

    /// <summary>So many standard deviations above the mean are clearly slower.</summary>
    private const double Deviations = 2.5;

    /// <summary>Differences smaller than this share of the mean say nothing.</summary>
    private const double Noise = 0.1;

    private double? _quickest;
    private double _variance;
    private double _sum;
    private double _sumOfSquares;
    private double _sumOfAll;
    private int _count;
    private int _overloads;
    private long _startedAt = time.GetTimestamp();

    /// <summary>The seconds of the calls of the last round trip, on average.</summary>
    public double Mean { get; private set; }

    /// <summary>How many calls were with HubSpot in the round trip, on average (Little's law).</summary>
    public double InFlight => _sumOfAll / Math.Max(Seconds, double.Epsilon);

    private double Seconds => time.GetElapsedTime(_startedAt).TotalSeconds;

    /// <summary>Begins a round trip, without the calls before.</summary>
    public void Begin() => (_sum, _sumOfSquares, _sumOfAll, _count, _overloads, _startedAt) = (0, 0, 0, 0, 0, time.GetTimestamp());

    /// <summary>Adds a call; tells whether the round trip is complete.</summary>
    /// <param name="duration">How long HubSpot took.</param>
    /// <param name="isOverload">Whether the response, or its absence, tells of overload.</param>
    /// <param name="calls">The calls of a round trip.</param>
    public bool Add(TimeSpan duration, bool isOverload, int calls)
    {
        var seconds = duration.TotalSeconds;
        _sumOfAll += seconds;
        if (isOverload)
        {
            _overloads++;
        }
        else
        {
            (_sum, _sumOfSquares, _count) = (_sum + seconds, _sumOfSquares + (seconds * seconds), _count + 1);
        }

        return _count + _overloads >= calls && Seconds >= Mean;
    }

    /// <summary>Takes HubSpot as it is now for usual: it is not our calls that slow it down.</summary>
    public void Accept() => _quickest = null;

    /// <summary>Compares the round trip with those before.</summary>
    public Slowness Judge()
    {
        if (_count is 0)
        {
            return Slowness.Overloaded;
        }

        Mean = _sum / _count;
        var usual = Math.Min(Mean, (_quickest ?? Mean) * Forgetting);
        _quickest = usual;
        if (_count > 1)
        {
            var variance = Math.Max(0, _sumOfSquares - (_sum * Mean)) / (_count - 1);
            _variance += Weight * (variance - _variance);
        }

        var allowed = (Deviations * Math.Sqrt(_variance)) + (Noise * usual);
        return _overloads > 0 ? Slowness.Overloaded
            : Mean > usual + allowed ? Slowness.Slower
            : Mean <= usual + (allowed / 2) ? Slowness.AsUsual
            : Slowness.Uncertain;
    }
}

/// <summary>How a round trip compares with those before it.</summary>
internal enum Slowness
{
    /// <summary>As quick as they were.</summary>
    AsUsual,

    /// <summary>A little slower: no reason to do anything.</summary>
    Uncertain,

    /// <summary>Clearly slower.</summary>
    Slower,

    /// <summary>It reported overload.</summary>
    Overloaded,
}
