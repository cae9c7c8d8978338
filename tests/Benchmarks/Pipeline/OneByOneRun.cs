using Benchmarks.Simulator;

namespace Benchmarks.Pipeline;

/// <summary>The library beside calls of one user each, as many of them in flight, when HubSpot takes its time.</summary>
/// <param name="options">What is compared.</param>
internal sealed class OneByOneRun(PipelineOptions options, TimeProvider time)
{
    private const int BatchSize = 100;
    private const double GoalRatio = 50;

    /// <summary>How many calls each place in flight makes, one after the other.</summary>
    private const int Calls = 20;

    public async Task<OneByOneResult> RunAsync(LibrarySide library, BareLoop loop, SimulatorProcess hubSpot, CancellationToken cancellationToken)
    {
        await hubSpot.SetLatencyAsync(options.Latency, cancellationToken);
        var calls = options.Concurrency * Calls;
        var workload = Workload.Of(calls * BatchSize, options.UsersPerMessage, time.GetUtcNow());
        var batched = await Usage.OfAsync(() => library.RunAsync(workload.Submissions, workload.Submissions.Count, cancellationToken), time);
        var single = await Usage.OfAsync(() => loop.RunAsync(workload.Calls(usersPerCall: 1), calls, cancellationToken), time);
        var (byLibrary, oneByOne) = (calls * BatchSize / batched.Elapsed.TotalSeconds, calls / single.Elapsed.TotalSeconds);
        return new OneByOneResult(
            options.Latency.TotalMilliseconds, options.Concurrency, Math.Round(byLibrary), Math.Round(oneByOne), Math.Round(byLibrary / oneByOne, 1), GoalRatio);
    }
}
