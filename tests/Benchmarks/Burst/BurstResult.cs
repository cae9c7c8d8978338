namespace Benchmarks.Burst;

/// <summary>What became of a burst.</summary>
/// <param name="Messages">Messages on the queue before the app started, with one user each.</param>
/// <param name="Created">Users HubSpot has.</param>
/// <param name="CreatedTwice">Users HubSpot has more than once.</param>
/// <param name="Calls">Calls HubSpot received.</param>
/// <param name="GoalCalls">The most calls that are good: full batches, and two more.</param>
/// <param name="FullBatches">Batches with as many users as HubSpot takes.</param>
/// <param name="SmallerBatches">How many users each of the others has, oldest first.</param>
/// <param name="MeanBatch">Users in a batch on average.</param>
/// <param name="MaxCallsInTenSeconds">The most calls in any ten seconds.</param>
/// <param name="UsersPerSecond">Users a second between the first call and the last.</param>
/// <param name="FirstCallMilliseconds">From the start of the host to the first call.</param>
/// <param name="LastCallMilliseconds">From the start of the host to the last call.</param>
/// <param name="QueueEmptyMilliseconds">From the start of the host to the last message deleted.</param>
internal sealed record BurstResult(
    int Messages,
    long Created,
    int CreatedTwice,
    long Calls,
    int GoalCalls,
    int FullBatches,
    IReadOnlyList<int> SmallerBatches,
    double MeanBatch,
    int MaxCallsInTenSeconds,
    double UsersPerSecond,
    double FirstCallMilliseconds,
    double LastCallMilliseconds,
    double QueueEmptyMilliseconds);
