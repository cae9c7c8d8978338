using Azure.Data.Tables;
using Azure.Storage.Queues;
using Hosting;
using Simulators.HubSpot;

namespace Benchmarks.Queue;

/// <summary>
/// The function app and a no-op function take turns in emptying a queue each of the same messages, on the same host. Both run all the
/// while, as where they are deployed; while one has its turn, the other has nothing to do.
/// </summary>
/// <param name="app">The function app, published as it is deployed.</param>
/// <param name="floor">The no-op app, published alike.</param>
/// <param name="maxMessages">Messages on the queue before each measurement, unless their users are too many for the emulator.</param>
/// <param name="rounds">How many rounds.</param>
internal sealed class QueueRun(PublishedApp app, PublishedApp floor, int maxMessages, int rounds, TimeProvider time)
{
    private const int BatchSize = 100;
    private const int MaxUsers = 50_000;
    private const double GoalRatio = 0.7;

    /// <summary>HubSpot's limit in users: 190 calls of 100 users in ten seconds.</summary>
    private const int GoalUsersPerSecond = 1_900;

    /// <summary>Rounds after which almost all code is compiled.</summary>
    private const int WarmUpRounds = 2;

    /// <summary>The emulator takes more than so many messages a second, and fewer of many users.</summary>
    private const int SendRate = 400;
    private const int UsersThatTakeAsLong = 20;

    /// <summary>Compares for one number of users a message, with everything anew.</summary>
    public async Task<QueueShare> RunAsync(int usersPerMessage, CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(
            new LocalEnvironmentOptions { HubSpot = new HubSpotSettings { RateLimit = 0, DailyLimit = 0, CountsOnly = true } }, cancellationToken);
        var settings = environment.AppSettings();
        settings["HubSpot__RateLimit"] = "2000";
        var tables = new TableServiceClient(environment.Storage.ConnectionString);
        var messages = Math.Min(maxMessages, MaxUsers / usersPerMessage);
        var (appQueue, floorQueue) = (await MakeAsync(LocalEnvironment.QueueName), await MakeAsync(NoOpApp.QueueName));
        var (appFeed, floorFeed) = (new QueueFeed(appQueue, usersPerMessage, time), new QueueFeed(floorQueue, usersPerMessage, time));
        await using var appProcess = await FunctionAppProcess.StartAsync(app, settings, port: 0, cancellationToken);
        await using var floorProcess = await FunctionAppProcess.StartAsync(floor, NoOpApp.Settings(environment, app), port: 0, cancellationToken);

        var measured = new List<(double App, double Floor)>();
        for (var round = 0; round < WarmUpRounds + rounds; round++)
        {
            var inApp = await MeasureAsync(appFeed, appQueue);
            await OutputTables.DropAsync(tables, cancellationToken);
            measured.Add((inApp, await MeasureAsync(floorFeed, floorQueue)));
        }

        var summary = environment.HubSpot.Journal.Summarize();
        return ShareOf(usersPerMessage, measured[WarmUpRounds..], (double)summary.TotalInputs / summary.TotalCalls / BatchSize);

        async Task<QueueClient> MakeAsync(string name)
        {
            var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(name);
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            return queue;
        }

        async Task<double> MeasureAsync(QueueFeed feed, QueueClient queue)
        {
            // All come at once, when the last has been sent.
            var dueAt = time.GetUtcNow() + TimeSpan.FromSeconds(1 + (messages * (1 + (usersPerMessage / UsersThatTakeAsLong)) / SendRate));
            await feed.SendAsync(messages, cancellationToken, dueAt);
            return time.GetUtcNow() < dueAt
                ? await new DrainRate(queue, messages, time).MeasureAsync(cancellationToken)
                : throw new InvalidOperationException($"{messages} messages took too long to send.");
        }
    }

    /// <summary>The result of all comparisons.</summary>
    public QueueResult ResultOf(IReadOnlyList<QueueShare> measured) => new(rounds, GoalRatio, GoalUsersPerSecond, measured);

    private static QueueShare ShareOf(int usersPerMessage, IReadOnlyList<(double App, double Floor)> measured, double fill)
    {
        var app = Sample.Median(measured.Select(round => round.App));
        return new QueueShare(
            usersPerMessage,
            Math.Round(app),
            Math.Round(app * usersPerMessage),
            Math.Round(Sample.Median(measured.Select(round => round.Floor))),
            Math.Round(Sample.Median(measured.Select(round => round.App / round.Floor)), 3),
            Math.Round(fill, 4));
    }
}
