namespace Benchmarks.Queue;

/// <summary>One comparison: medians of the rounds.</summary>
/// <param name="UsersPerMessage">Users a message has.</param>
/// <param name="AppMessagesPerSecond">Messages a second through the function app, from the queue to the tables.</param>
/// <param name="AppUsersPerSecond">Users a second through it.</param>
/// <param name="FloorMessagesPerSecond">Messages a second through the no-op function.</param>
/// <param name="Ratio">The app's over the no-op function's: the median of the rounds' ratios.</param>
/// <param name="Fill">Users in a batch on average over the most a batch may have.</param>
internal sealed record QueueShare(
    int UsersPerMessage, double AppMessagesPerSecond, double AppUsersPerSecond, double FloorMessagesPerSecond, double Ratio, double Fill);
