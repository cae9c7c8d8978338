namespace Benchmarks.Pipeline;

/// <summary>What one side took in one round.</summary>
/// <param name="Own">What it took in this process.</param>
/// <param name="OfHubSpot">The processor time of the simulated HubSpot meanwhile.</param>
/// <param name="Fill">Users in a call on average over the most a call may have.</param>
internal sealed record SideUsage(Usage Own, TimeSpan OfHubSpot, double Fill);
