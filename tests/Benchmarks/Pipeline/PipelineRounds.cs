namespace Benchmarks.Pipeline;

/// <summary>The rounds measured, and what they come to.</summary>
/// <param name="options">What is compared.</param>
internal sealed class PipelineRounds(PipelineOptions options)
{
    private const double GoalCpuRatio = 1.3;

    private readonly List<PipelineRound> _rounds = [];

    public void Add(PipelineRound round) => _rounds.Add(round);

    public PipelineResult ResultWith(OneByOneResult atLatency) => new(
        options.Users,
        _rounds.Count,
        options.Concurrency,
        options.UsersPerMessage,
        CostOf(options.Users, round => round.Library),
        CostOf(options.Users, round => round.BareLoop),
        RatioOf(usage => usage.ProcessorTime.TotalMicroseconds),
        GoalCpuRatio,
        RatioOf(usage => usage.AllocatedBytes),
        CostOf(options.StoredUsers, round => round.WithStorage),
        Math.Round(Sample.Median(_rounds.Select(round => round.Library.OfHubSpot.TotalMicroseconds / options.Users)), 1),
        atLatency);

    private SideCost CostOf(int users, Func<PipelineRound, SideUsage> side) => SideCost.Of(users, [.. _rounds.Select(side)]);

    private double RatioOf(Func<Usage, double> measure) =>
        Math.Round(Sample.Median(_rounds.Select(round => measure(round.Library.Own) / measure(round.BareLoop.Own))), 2);
}
