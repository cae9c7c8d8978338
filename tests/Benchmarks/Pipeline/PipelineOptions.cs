namespace Benchmarks.Pipeline;

/// <summary>What is compared.</summary>
/// <param name="Users">Users each side creates in a round.</param>
/// <param name="Rounds">Rounds, after some that warm everything up.</param>
/// <param name="Concurrency">Calls in flight at once.</param>
/// <param name="UsersPerMessage">Users that come together.</param>
/// <param name="Latency">How long a response takes in the comparison with calls of one user each.</param>
internal sealed record PipelineOptions(int Users, int Rounds, int Concurrency, int UsersPerMessage, TimeSpan Latency)
{
    /// <summary>The emulator takes a tenth of the users in about the time in which tables that only accept take all.</summary>
    public int StoredUsers => Users / 10;
}
