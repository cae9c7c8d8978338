namespace Benchmarks.Pipeline;

/// <summary>What a user costs one side: medians of the rounds.</summary>
/// <param name="UsersPerSecond">Users a second.</param>
/// <param name="CpuMicrosecondsPerUser">Processor time of the side's own process.</param>
/// <param name="AllocatedBytesPerUser">Bytes allocated.</param>
/// <param name="Fill">Users in a call on average over the most a call may have.</param>
internal sealed record SideCost(double UsersPerSecond, double CpuMicrosecondsPerUser, double AllocatedBytesPerUser, double Fill)
{
    public static SideCost Of(int users, IReadOnlyList<SideUsage> rounds) => new(
        Math.Round(Sample.Median(rounds.Select(round => users / round.Own.Elapsed.TotalSeconds))),
        Math.Round(Sample.Median(rounds.Select(round => round.Own.ProcessorTime.TotalMicroseconds / users)), 2),
        Math.Round(Sample.Median(rounds.Select(round => (double)round.Own.AllocatedBytes / users))),
        Math.Round(Sample.Median(rounds.Select(round => round.Fill)), 4));
}
