namespace Simulators.HubSpot.Limits;

/// <summary>What the limits say about one call.</summary>
/// <param name="ExhaustedPolicy">The policy that refuses the call, or null.</param>
/// <param name="Headers">The rate limit headers of the answer.</param>
internal sealed record RatePermit(string? ExhaustedPolicy, IReadOnlyDictionary<string, string> Headers);
