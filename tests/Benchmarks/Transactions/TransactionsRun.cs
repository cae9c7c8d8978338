using Azure.Storage.Queues;
using Hosting;
using Simulators.HubSpot;
using Simulators.Storage;

namespace Benchmarks.Transactions;

/// <summary>A backlog that the function app works off through a proxy that counts.</summary>
/// <param name="users">How many users.</param>
internal sealed class TransactionsRun(int users, TimeProvider time)
{
    private const double Thousand = 1_000;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    public async Task<TransactionCount> RunAsync(int usersPerMessage, CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(
            new LocalEnvironmentOptions { HubSpot = new HubSpotSettings { LatencyMin = Latency, LatencyMax = Latency } }, cancellationToken);
        await using var proxy = await StorageProxy.StartAsync(environment.Storage, cancellationToken);
        var settings = environment.AppSettings();
        settings["AzureWebJobsStorage"] = settings["UsersStorage"] = proxy.Connection.ConnectionString;
        var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await new QueueFeed(queue, usersPerMessage, time).SendAsync(users / usersPerMessage, cancellationToken);

        await using var apps = await AppProcesses.StartAsync(1, await PublishedApp.MakeAsync(starting: null, cancellationToken), settings, cancellationToken);
        await PollingWait.UntilAsync(
            async () => (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount is 0, PollInterval, time, cancellationToken);
        var calls = proxy.Calls.OrderByDescending(call => call.Value).ToDictionary(call => call.Key, call => Math.Round(call.Value * Thousand / users, 1));
        return new TransactionCount(usersPerMessage, Math.Round(calls.Values.Sum(), 1), calls);
    }
}
