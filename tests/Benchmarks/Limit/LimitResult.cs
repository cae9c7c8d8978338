namespace Benchmarks.Limit;

/// <summary>How well the limit is used.</summary>
/// <param name="Limit">Calls HubSpot takes in any ten seconds.</param>
/// <param name="LatencyMilliseconds">The shortest and the longest time HubSpot takes for a response.</param>
/// <param name="Seconds">How long was measured.</param>
/// <param name="GoalUsed">The least share of the allowed calls that is good.</param>
/// <param name="GoalFill">The least fill of the batches that is good.</param>
/// <param name="Measured">One entry for each number of processes.</param>
internal sealed record LimitResult(
    int Limit, IReadOnlyList<double> LatencyMilliseconds, double Seconds, double GoalUsed, double GoalFill, IReadOnlyList<LimitShare> Measured);
