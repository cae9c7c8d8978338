using Azure.Storage.Queues;
using Hosting;
using Simulators.HubSpot;

namespace Benchmarks.Burst;

/// <summary>One burst: the whole backlog first, then the app.</summary>
/// <param name="messages">How many messages.</param>
/// <param name="latency">How long HubSpot takes for a response.</param>
internal sealed class BurstRun(int messages, TimeSpan latency, TimeProvider time)
{
    private const int Senders = 16;
    private const int BatchSize = 100;
    private const int GoalSpare = 2;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    public async Task<BurstResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(
            new LocalEnvironmentOptions { HubSpot = new HubSpotSettings { LatencyMin = latency, LatencyMax = latency } },
            cancellationToken);
        var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await Parallel.ForAsync(
            0,
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellationToken },
            async (number, stopping) => await queue.SendMessageAsync(UserText.Of(number), stopping));

        var startedAt = time.GetUtcNow();
        await using var app = await FunctionAppProcess.StartAsync(await PublishedApp.MakeAsync(starting: null, cancellationToken), environment.AppSettings(), port: 0, cancellationToken);
        await PollingWait.UntilAsync(
            async () => (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount is 0, PollInterval, time, cancellationToken);
        return Result(environment.HubSpot, startedAt, time.GetUtcNow());
    }

    private BurstResult Result(HubSpotSimulator hubSpot, DateTimeOffset startedAt, DateTimeOffset emptyAt)
    {
        var summary = hubSpot.Journal.Summarize();
        var sizes = hubSpot.Journal.Calls.Select(call => call.Inputs).ToList();
        var (first, last) = (summary.FirstCallAt!.Value, summary.LastCallAt!.Value);
        return new BurstResult(
            messages,
            summary.CreatedUsers,
            summary.RepeatedUniqueValues,
            summary.TotalCalls,
            ((messages + BatchSize - 1) / BatchSize) + GoalSpare,
            sizes.Count(size => size is BatchSize),
            [.. sizes.Where(size => size < BatchSize)],
            Math.Round(sizes.Average(), 1),
            summary.MaxCallsInTenSeconds,
            Math.Round(messages / (last - first).TotalSeconds),
            Math.Round((first - startedAt).TotalMilliseconds),
            Math.Round((last - startedAt).TotalMilliseconds),
            Math.Round((emptyAt - startedAt).TotalMilliseconds));
    }
}
