namespace HubSpotUsers.Limits;

/// <summary>What responses said of the window since it was last looked at. Whoever uses it has a lock of its own around it.</summary>
internal sealed class UsageSamples
{
    /// <summary>So many responses between two looks at the table tell enough.</summary>
    private const int MaxSamples = 1000;

    private List<UsageSample> _samples = [];

    /// <summary>Keeps what a response said.</summary>
    public void Add(UsageSample sample)
    {
        if (_samples.Count < MaxSamples)
        {
            _samples.Add(sample);
        }
    }

    /// <summary>Gives all of it, once.</summary>
    public IReadOnlyCollection<UsageSample> Take()
    {
        var samples = _samples;
        _samples = [];
        return samples;
    }
}

/// <summary>What a response's headers said of the window (HubSpot: <c>X-HubSpot-RateLimit-Max</c>, <c>-Remaining</c>, <c>-Interval-Milliseconds</c>).</summary>
/// <param name="At">When the call left, in ticks of the storage account's clock.</param>
/// <param name="Max">The calls the token may make in the interval.</param>
/// <param name="Remaining">Those that were left after the call.</param>
/// <param name="Interval">The length of HubSpot's window.</param>
/// <param name="IsRefused">Whether the call was refused for the limit's sake.</param>
internal sealed record UsageSample(long At, int Max, int Remaining, TimeSpan Interval, bool IsRefused);
