namespace Benchmarks.Memory;

/// <summary>The resident sets of host and worker of one function app, together.</summary>
/// <param name="Users">Users that went through it.</param>
/// <param name="Created">Users HubSpot has.</param>
/// <param name="CreatedTwice">Users HubSpot has more than once.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="PeakMiB">The largest it was.</param>
/// <param name="PeakOfFirstMiB">The largest it was over the first quarter, or the first 100,000 users.</param>
/// <param name="PeakGrowthMiB">How much larger it became after them; none is good.</param>
/// <param name="MedianGrowthMiB">The last median less the one after that: what a leak would show in.</param>
/// <param name="MedianMiB">The medians over each quarter, or each 100,000 users.</param>
internal sealed record MemoryResult(
    int Users,
    long Created,
    int CreatedTwice,
    double Seconds,
    double PeakMiB,
    double PeakOfFirstMiB,
    double PeakGrowthMiB,
    double MedianGrowthMiB,
    IReadOnlyList<double> MedianMiB);
