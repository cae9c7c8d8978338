namespace Benchmarks.Pipeline;

/// <summary>
/// What a user costs. Library and bare loop post the same bytes to the same simulated HubSpot, which is a process of its own. The
/// loop writes no rows; so the library's rows go to tables that accept them as they are made, and it pays for making them but not
/// for the storage client. With the storage emulator that client is included, so that figure has no counterpart in the loop.
/// </summary>
/// <param name="Users">Users each side created in a round.</param>
/// <param name="Rounds">Rounds, with the sides taking turns.</param>
/// <param name="Concurrency">Calls in flight at once.</param>
/// <param name="UsersPerMessage">Users that come together.</param>
/// <param name="Library">Batcher, client, mapping and rows, into tables that only accept.</param>
/// <param name="BareLoop">Serialises, posts, parses, and does nothing else.</param>
/// <param name="CpuRatio">The library's processor time over the loop's: the median of the rounds' ratios.</param>
/// <param name="GoalCpuRatio">The highest such ratio that is good.</param>
/// <param name="AllocationRatio">The library's allocations over the loop's.</param>
/// <param name="LibraryWithStorage">The library with its rows in the storage emulator.</param>
/// <param name="SimulatorCpuMicrosecondsPerUser">What a user costs the simulated HubSpot: it bounds users a second on a small machine.</param>
/// <param name="AtLatency">The comparison with calls of one user each.</param>
internal sealed record PipelineResult(
    int Users,
    int Rounds,
    int Concurrency,
    int UsersPerMessage,
    SideCost Library,
    SideCost BareLoop,
    double CpuRatio,
    double GoalCpuRatio,
    double AllocationRatio,
    SideCost LibraryWithStorage,
    double SimulatorCpuMicrosecondsPerUser,
    OneByOneResult AtLatency);
