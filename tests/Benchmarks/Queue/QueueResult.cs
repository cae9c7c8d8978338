namespace Benchmarks.Queue;

/// <summary>Messages through the function app beside the same messages through a no-op function, both on the same host and emulator.</summary>
/// <param name="Rounds">Rounds, with the sides taking turns.</param>
/// <param name="GoalRatio">The least ratio that is good with one user a message.</param>
/// <param name="GoalUsersPerSecond">The users a second that are good with ten or more users a message: HubSpot's limit.</param>
/// <param name="Measured">One entry for each number of users a message.</param>
internal sealed record QueueResult(int Rounds, double GoalRatio, int GoalUsersPerSecond, IReadOnlyList<QueueShare> Measured);
