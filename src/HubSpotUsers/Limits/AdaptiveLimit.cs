namespace HubSpotUsers.Limits;

/// <summary>
/// How many batches may be in flight. More after each round trip that was as quick as usual: twice as many up to where it was slower the last
/// time, one more beyond. A tenth less after one that was clearly slower, or that reported overload; as many as before again when HubSpot stays
/// slow all the same.
/// </summary>
/// <param name="limits">The least and the most, and where to begin.</param>
/// <param name="roundTrips">What is compared.</param>
internal sealed class AdaptiveLimit(ConcurrencyLimits limits, RoundTrips roundTrips)
{
    private const double Decrease = 0.9;

    /// <summary>So many decreases must show in HubSpot's responses, by half their share at least, or its slowness is not our doing.</summary>
    private const int DecreasesThatShow = 3;

    private double _limit = limits.Initial;
    private double _knownGood = limits.Max;
    private (double Limit, double Slowest, int Decreases)? _slowdown;

    /// <summary>The limit now.</summary>
    public int Value => (int)Volatile.Read(ref _limit);

    /// <summary>Changes the limit after a round trip.</summary>
    /// <param name="change">How it compares with those before it.</param>
    public void Adjust(Slowness change)
    {
        switch (change)
        {
            case Slowness.AsUsual:
                _slowdown = null;
                _limit = Math.Min(limits.Max, _limit < _knownGood ? Math.Min(_knownGood, 2 * _limit) : Math.Floor(_limit) + 1);
                break;
            case Slowness.Slower when Value <= limits.Min:
                _slowdown = null;
                roundTrips.Accept();
                break;
            case Slowness.Slower or Slowness.Overloaded:
                SlowDown(isOverload: change is Slowness.Overloaded);
                break;
            default:
                _slowdown = null;
                break;
        }
    }

    private void SlowDown(bool isOverload)
    {
        var (before, slowest, decreases) = _slowdown ?? (_limit, 0, 0);
        if (!isOverload && decreases >= DecreasesThatShow)
        {
            if (roundTrips.Mean > slowest * (1 + (_limit / before)) / 2)
            {
                (_limit, _slowdown) = (before, null);
                roundTrips.Accept();
                return;
            }

            (before, slowest, decreases) = (_limit, 0, 0);
        }

        _knownGood = _slowdown is null ? _limit * Decrease : _knownGood;
        _slowdown = (before, Math.Max(slowest, roundTrips.Mean), decreases + 1);
        _limit = Math.Max(limits.Min, _limit * Decrease);
    }
}

/// <summary>Between what the number of batches in flight may move.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
/// <param name="Initial">Where it begins.</param>
internal sealed record ConcurrencyLimits(int Min, int Max, int Initial)
{
    private const int EnoughToBegin = 32;
    private const int Fewest = 4;

    /// <summary>The limits of batches. HubSpot's rate limit alone keeps them few, so they need not begin with one.</summary>
    public static ConcurrencyLimits Of(int maxBatches) => new(Math.Min(maxBatches, Fewest), maxBatches, Math.Min(maxBatches, EnoughToBegin));
}
