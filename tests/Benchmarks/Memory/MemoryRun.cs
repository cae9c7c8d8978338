using Azure.Data.Tables;
using Azure.Storage.Queues;
using Hosting;
using Simulators.HubSpot;

namespace Benchmarks.Memory;

/// <summary>One app that always finds more messages than it takes at once, so that it holds as much as it ever does.</summary>
/// <param name="users">How many users go through it.</param>
/// <param name="usersPerMessage">How many users a message has.</param>
internal sealed class MemoryRun(int users, int usersPerMessage, TimeProvider time)
{
    private const int Backlog = 1_100;
    private const int LargestStage = 100_000;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private readonly int _stage = Math.Min(LargestStage, users / 4);

    public async Task<MemoryResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(
            new LocalEnvironmentOptions { HubSpot = new HubSpotSettings { RateLimit = 0, DailyLimit = 0, CountsOnly = true } }, cancellationToken);
        var settings = environment.AppSettings();
        settings["HubSpot__RateLimit"] = "10000";
        var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

        await using var app = await FunctionAppProcess.StartAsync(await PublishedApp.MakeAsync(starting: null, cancellationToken), settings, port: 0, cancellationToken);
        using var memory = new ResidentSet([app.HostId, app.WorkerId], _stage);
        var tables = new OutputTables(new TableServiceClient(environment.Storage.ConnectionString), LargestStage);
        var startedAt = time.GetTimestamp();
        var feeding = new QueueFeed(queue, usersPerMessage, time).TopUpAsync(Backlog, users / usersPerMessage, cancellationToken);
        await PollingWait.UntilAsync(
            async () =>
            {
                var created = environment.HubSpot.Journal.TotalCreated;
                memory.Look(Math.Min(created, users - 1));
                await tables.DropWhenDueAsync(created, cancellationToken);
                return feeding.IsCompleted && (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount is 0;
            },
            LookInterval,
            time,
            cancellationToken,
            Patience);
        await feeding;
        return Result(environment.HubSpot, memory, time.GetElapsedTime(startedAt));
    }

    private MemoryResult Result(HubSpotSimulator hubSpot, ResidentSet memory, TimeSpan elapsed)
    {
        var summary = hubSpot.Journal.Summarize();
        var (peaks, medians) = (memory.Peaks, memory.Medians);
        return new MemoryResult(
            users,
            summary.CreatedUsers,
            summary.RepeatedUniqueValues,
            Math.Round(elapsed.TotalSeconds),
            peaks.Max(),
            peaks[0],
            Math.Max(0, peaks.Max() - peaks[0]),
            medians[^1] - medians[Math.Min(1, medians.Count - 1)],
            medians);
    }
}
