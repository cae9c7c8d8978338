namespace Benchmarks.Progress;

/// <summary>Questions for the progress of one upload while its users are created.</summary>
/// <param name="Users">How many users were uploaded.</param>
/// <param name="Asked">How often was asked.</param>
/// <param name="GoalMilliseconds">The longest median that is good.</param>
/// <param name="P50">The median, in milliseconds, to the whole response.</param>
/// <param name="P99">The 99th percentile.</param>
/// <param name="Longest">The longest.</param>
/// <param name="Counted">How many users the last response counted as created.</param>
internal sealed record ProgressResult(int Users, int Asked, double GoalMilliseconds, double P50, double P99, double Longest, int Counted);
