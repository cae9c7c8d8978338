using Azure.Storage.Queues;
using Hosting;
using HubSpotUsers.Batching;
using Simulators.HubSpot;
using Simulators.HubSpot.Journaling;

namespace Benchmarks.Limit;

/// <summary>Processes that always have work: each finds more messages than it takes at once.</summary>
/// <param name="window">How long is measured.</param>
/// <param name="usersPerMessage">How many users a message has: many, so that the storage emulator keeps up.</param>
/// <param name="latencyMin">The shortest time HubSpot takes for a response.</param>
/// <param name="latencyMax">The longest.</param>
/// <param name="app">The function app, published as it is deployed.</param>
/// <param name="time">The clock, which the simulated HubSpot shares.</param>
internal sealed class LimitRun(TimeSpan window, int usersPerMessage, TimeSpan latencyMin, TimeSpan latencyMax, PublishedApp app, TimeProvider time)
{
    private const int BatchSize = 100;
    private const int Limit = 190;
    private const int TooManyRequests = 429;
    private const double GoalUsed = 0.98;
    private const double GoalFill = 0.99;

    /// <summary>host.json lets an instance take 1,000 messages at once; some more keep its listener from waiting.</summary>
    private const int BacklogPerProcess = 1_100;

    private static readonly TimeSpan TimeToSendBacklog = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LimitWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>A call is in the journal once it has its response.</summary>
    private readonly TimeSpan _longestResponse = latencyMax + TimeSpan.FromSeconds(1);

    /// <summary>Measures one number of processes, with everything else anew.</summary>
    public async Task<LimitShare> RunAsync(int processes, CancellationToken cancellationToken)
    {
        var settings = new HubSpotSettings { RateLimit = Limit, RateWindow = LimitWindow, LatencyMin = latencyMin, LatencyMax = latencyMax };
        await using var environment = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions { HubSpot = settings }, cancellationToken);
        var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

        await using var apps = await AppProcesses.StartAsync(processes, app, environment.AppSettings(), cancellationToken);
        using var fed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // All at once, so that sending them does not get in the way of the first calls.
        var feed = new QueueFeed(queue, usersPerMessage, time);
        var backlog = BacklogPerProcess * processes;
        await feed.SendAsync(backlog, cancellationToken, time.GetUtcNow() + (TimeToSendBacklog * processes));
        var feeding = feed.TopUpAsync(backlog, int.MaxValue, fed.Token);
        await PollingWait.UntilAsync(() => Task.FromResult(environment.HubSpot.Journal.TotalCalls > 0), PollInterval, time, cancellationToken);
        await Task.Delay(window + _longestResponse, time, cancellationToken);
        await fed.CancelAsync();
        await feeding;
        return ShareOf(processes, environment.HubSpot.Journal);
    }

    /// <summary>The result of all measurements.</summary>
    public LimitResult ResultOf(IReadOnlyList<LimitShare> measured) =>
        new(Limit, [latencyMin.TotalMilliseconds, latencyMax.TotalMilliseconds], window.TotalSeconds, GoalUsed, GoalFill, measured);

    private LimitShare ShareOf(int processes, Journal journal)
    {
        var summary = journal.Summarize();
        var end = summary.FirstCallAt!.Value + window;
        var calls = journal.Calls.Where(call => call.ReceivedAt < end).ToList();
        var sizes = calls.Where(call => call.Inputs > 0).Select(call => call.Inputs).ToList();
        var refused = calls.Count(call => call.Status is TooManyRequests);
        var inFlight = processes * new BatchingOptions().MaxConcurrentBatches;
        var allowed = Math.Min(Limit, inFlight * (LimitWindow / ((latencyMin + latencyMax) / 2))) * (window / LimitWindow);
        var byWindow = calls.CountBy(call => (int)((call.ReceivedAt - summary.FirstCallAt.Value) / LimitWindow)).OrderBy(pair => pair.Key).Select(pair => pair.Value);
        return new LimitShare(
            processes,
            calls.Count,
            Math.Round(allowed),
            Math.Round((calls.Count - refused) / allowed, 4),
            [.. byWindow],
            refused,
            summary.MaxCallsInTenSeconds,
            Math.Round(sizes.Average() / BatchSize, 4),
            Math.Round(calls.Sum(call => call.CreatedIds.Count) / window.TotalSeconds),
            summary.RepeatedUniqueValues);
    }
}
