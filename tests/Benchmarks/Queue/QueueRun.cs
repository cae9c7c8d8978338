using Azure.Data.Tables;
using Azure.Storage.Queues;
using Sandbox.Hosting;
using Simulators.HubSpot;

namespace Benchmarks.Queue;

/// <summary>
/// The function app and the loops take turns in emptying a queue each of the same messages. The app runs all the while, as it does where
/// it is deployed; while a loop has its turn, it has nothing to do.
/// </summary>
/// <param name="app">The function app, published as it is deployed.</param>
/// <param name="maxMessages">Messages on the queue before each measurement, unless their users are too many for the emulator.</param>
/// <param name="rounds">How many rounds.</param>
/// <param name="time">The clock.</param>
internal sealed class QueueRun(PublishedApp app, int maxMessages, int rounds, TimeProvider time)
{
    private const int BatchSize = 100;
    private const int MaxUsers = 50_000;
    private const double GoalRatio = 0.85;
    private const string LoopQueueName = "loop";

    /// <summary>Rounds after which next to nothing is left to be compiled.</summary>
    private const int WarmUpRounds = 2;

    /// <summary>The emulator takes more than so many messages a second.</summary>
    private const int SendRate = 400;

    /// <summary>Compares for one number of users a message, with everything anew.</summary>
    public async Task<QueueShare> RunAsync(int usersPerMessage, CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(
            new LocalEnvironmentOptions { HubSpot = new HubSpotSettings { RateLimit = 0, DailyLimit = 0, CountsOnly = true } }, cancellationToken);
        var settings = environment.AppSettings();
        settings["HubSpot__RateLimit"] = "2000";
        var tables = new TableServiceClient(environment.Storage.ConnectionString);
        var (appQueue, loopQueue) = (await MakeAsync(LocalEnvironment.QueueName), await MakeAsync(LoopQueueName));
        var (appFeed, loopFeed) = (new QueueFeed(appQueue, usersPerMessage, time), new QueueFeed(loopQueue, usersPerMessage, time));
        var messages = Math.Min(maxMessages, MaxUsers / usersPerMessage);

        using var rows = new RowWriter(tables, usersPerMessage);
        await using var apps = await AppProcesses.StartAsync(1, app, settings, cancellationToken);
        var measured = new List<(double App, double Loop, double RowLoop)>();
        for (var round = 0; round < WarmUpRounds + rounds; round++)
        {
            measured.Add((await MeasureAppAsync(), await MeasureLoopAsync(null), await MeasureLoopAsync(rows)));
        }

        var summary = environment.HubSpot.Journal.Summarize();
        return ShareOf(usersPerMessage, measured[WarmUpRounds..], (double)summary.TotalInputs / summary.TotalCalls / BatchSize);

        async Task<QueueClient> MakeAsync(string name)
        {
            var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(name);
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return queue;
        }

        async Task<double> MeasureAppAsync()
        {
            // All come at once, when the last has been sent.
            var dueAt = time.GetUtcNow() + TimeSpan.FromSeconds(1 + (messages / SendRate));
            await appFeed.SendAsync(messages, cancellationToken, dueAt);
            return time.GetUtcNow() < dueAt
                ? await EmptyAsync(appQueue)
                : throw new InvalidOperationException($"{messages} messages took too long to send.");
        }

        async Task<double> MeasureLoopAsync(RowWriter? writer)
        {
            await loopFeed.SendAsync(messages, cancellationToken);
            await (writer?.PrepareAsync(cancellationToken) ?? Task.CompletedTask);
            var loop = writer is null
                ? new ReceiveLoop(loopQueue, messagesPerBatch: 1, static _ => Task.CompletedTask)
                : new ReceiveLoop(loopQueue, Math.Max(1, BatchSize / usersPerMessage), writer.WriteAsync);
            var running = loop.RunAsync(cancellationToken);
            var messagesPerSecond = await EmptyAsync(loopQueue);
            await running;
            return messagesPerSecond;
        }

        async Task<double> EmptyAsync(QueueClient queue)
        {
            var messagesPerSecond = await new DrainRate(queue, messages, time).MeasureAsync(cancellationToken);
            await OutputTables.DropAsync(tables, cancellationToken);
            return messagesPerSecond;
        }
    }

    /// <summary>The result of all comparisons.</summary>
    public QueueResult ResultOf(IReadOnlyList<QueueShare> measured) => new(rounds, GoalRatio, measured);

    private static QueueShare ShareOf(int usersPerMessage, IReadOnlyList<(double App, double Loop, double RowLoop)> measured, double fill)
    {
        var app = Sample.Median(measured.Select(round => round.App));
        return new QueueShare(
            usersPerMessage,
            Math.Round(app),
            Math.Round(app * usersPerMessage),
            Math.Round(Sample.Median(measured.Select(round => round.Loop))),
            Math.Round(Sample.Median(measured.Select(round => round.App / round.Loop)), 3),
            Math.Round(Sample.Median(measured.Select(round => round.RowLoop))),
            Math.Round(Sample.Median(measured.Select(round => round.App / round.RowLoop)), 3),
            Math.Round(fill, 4));
    }
}
