namespace HubSpotUsers.Batching;

/// <summary>
/// Compares the calls of one round trip with the quickest before. What was quickest is forgotten slowly, so that the measure follows
/// HubSpot, but not the slowness that our own calls bring about.
/// </summary>
/// <param name="time">The clock.</param>
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
    private double _last;
    private double _variance;
    private double _sum;
    private double _sumOfSquares;
    private int _count;
    private bool _isOverloaded;
    private long _startedAt = time.GetTimestamp();

    /// <summary>Adds a call; gives the comparison when a round trip is complete.</summary>
    public Slowness? Add(TimeSpan duration, bool isOverload)
    {
        var seconds = duration.TotalSeconds;
        if (isOverload)
        {
            _isOverloaded = true;
        }
        else
        {
            (_sum, _sumOfSquares, _count) = (_sum + seconds, _sumOfSquares + (seconds * seconds), _count + 1);
        }

        if (time.GetElapsedTime(_startedAt).TotalSeconds < _last)
        {
            return null;
        }

        var result = Compare();
        (_sum, _sumOfSquares, _count, _isOverloaded, _startedAt) = (0, 0, 0, false, time.GetTimestamp());
        return result;
    }

    /// <summary>Takes HubSpot as it is now for usual: it is not our calls that slow it down.</summary>
    public void Accept() => _quickest = null;

    private Slowness Compare()
    {
        if (_count is 0)
        {
            return Slowness.Slower;
        }

        var mean = _sum / _count;
        var variance = Math.Max(0, (_sumOfSquares / _count) - (mean * mean));
        var usual = Math.Min(mean, (_quickest ?? mean) * Forgetting);
        _variance += Weight * (variance - _variance);
        (_quickest, _last) = (usual, mean);
        var allowed = (Deviations * Math.Sqrt(_variance)) + (Noise * usual);
        return _isOverloaded || mean > usual + allowed ? Slowness.Slower
            : mean <= usual + (allowed / 2) ? Slowness.AsUsual
            : Slowness.Uncertain;
    }
}
