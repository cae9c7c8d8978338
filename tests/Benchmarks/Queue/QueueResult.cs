namespace Benchmarks.Queue;

/// <summary>
/// Messages through the function app beside two loops on the same emulator: one that only receives and deletes, and one that also
/// writes the rows. The emulator is one thread for queue and tables alike, so the first is out of reach of everything that writes.
/// </summary>
/// <param name="Rounds">Rounds, with the sides taking turns.</param>
/// <param name="GoalRatio">The least ratio that is good.</param>
/// <param name="Measured">One entry for each number of users a message.</param>
internal sealed record QueueResult(int Rounds, double GoalRatio, IReadOnlyList<QueueShare> Measured);
