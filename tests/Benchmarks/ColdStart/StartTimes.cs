namespace Benchmarks.ColdStart;

/// <summary>The starts of one variant: medians.</summary>
/// <param name="Variant">What was different.</param>
/// <param name="HostStartedMilliseconds">From the start of the process to its host saying so.</param>
/// <param name="FirstCallMilliseconds">From the start of the process to its first call at HubSpot.</param>
/// <param name="Ratio">The first call's time over that of the first variant: the median of the rounds' ratios.</param>
/// <param name="FirstCalls">The first call's time in every round.</param>
internal sealed record StartTimes(
    string Variant, double HostStartedMilliseconds, double FirstCallMilliseconds, double Ratio, IReadOnlyList<double> FirstCalls);
