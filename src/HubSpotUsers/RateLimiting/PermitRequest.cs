namespace HubSpotUsers.RateLimiting;

/// <summary>What a process asks of the window, and tells it.</summary>
/// <param name="Wanted">How many permits it wants; it gets no more than its share of a second.</param>
/// <param name="Use">How it used the permits it had.</param>
/// <param name="WaitingSince">Since when its calls have been waiting without a pause.</param>
internal sealed record PermitRequest(int Wanted, PermitUse Use, long WaitingSince)
{
    /// <summary>How many calls it made without permits, which the others must make room for.</summary>
    public int Skipped { get; init; }

    /// <summary>What HubSpot said of the window meanwhile.</summary>
    public IReadOnlyCollection<UsageSample> Samples { get; init; } = [];
}
