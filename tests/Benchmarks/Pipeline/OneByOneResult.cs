namespace Benchmarks.Pipeline;

/// <summary>The library beside the obvious alternative: a call for every user.</summary>
/// <param name="LatencyMilliseconds">How long a response takes.</param>
/// <param name="Concurrency">Calls in flight at once, on both sides.</param>
/// <param name="LibraryUsersPerSecond">Users a second through the library.</param>
/// <param name="OneByOneUsersPerSecond">Users a second with a call each.</param>
/// <param name="Ratio">The one over the other.</param>
/// <param name="GoalRatio">The least ratio that is good.</param>
internal sealed record OneByOneResult(
    double LatencyMilliseconds, int Concurrency, double LibraryUsersPerSecond, double OneByOneUsersPerSecond, double Ratio, double GoalRatio);
