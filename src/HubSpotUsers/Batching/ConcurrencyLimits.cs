namespace HubSpotUsers.Batching;

/// <summary>Between what the number of batches in flight may move.</summary>
/// <param name="Min">The least.</param>
/// <param name="Max">The most.</param>
/// <param name="Initial">Where it begins.</param>
public sealed record ConcurrencyLimits(int Min, int Max, int Initial)
{
    private const int EnoughToBegin = 32;
    private const int Fewest = 4;

    /// <summary>The limits of batches. HubSpot's rate limit alone keeps them few, so they need not begin with one.</summary>
    public static ConcurrencyLimits Of(BatchingOptions options) => new(Math.Min(options.MaxConcurrentBatches, Fewest), options.MaxConcurrentBatches, Math.Min(options.MaxConcurrentBatches, EnoughToBegin));
}
