namespace HubSpotUsers.RateLimiting;

/// <summary>What answers said of the window since it was last looked at. Whoever uses it has a lock of its own around it.</summary>
internal sealed class UsageSamples
{
    /// <summary>So many answers between two looks at the table tell enough.</summary>
    private const int MaxSamples = 1000;

    private List<UsageSample> _samples = [];

    /// <summary>Keeps what an answer said.</summary>
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
