namespace HubSpotUsers.RateLimiting;

/// <summary>What an answer's headers said of the window (HubSpot: <c>X-HubSpot-RateLimit-Max</c>, <c>-Remaining</c>, <c>-Interval-Milliseconds</c>).</summary>
/// <param name="At">When the call left, in ticks of the storage account's clock.</param>
/// <param name="Max">The calls the token may make in the interval.</param>
/// <param name="Remaining">Those that were left after the call.</param>
/// <param name="Interval">The length of HubSpot's window.</param>
/// <param name="IsRefused">Whether the call was refused for the limit's sake.</param>
internal sealed record UsageSample(long At, int Max, int Remaining, TimeSpan Interval, bool IsRefused);
