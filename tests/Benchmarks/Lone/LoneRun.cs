using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Hosting;
using HubSpotUsers.Queue;
using Microsoft.Extensions.DependencyInjection;

namespace Benchmarks.Lone;

/// <summary>Lone messages, one after the other: first to the handler in this process, whose call is the delivery, then through the queue.</summary>
/// <param name="repetitions">How many messages, after a first one that warms everything up.</param>
/// <param name="idle">How long nothing comes before each message.</param>
/// <param name="time">The clock, which the simulated HubSpot shares.</param>
internal sealed class LoneRun(int repetitions, TimeSpan idle, TimeProvider time)
{
    private const double GoalMilliseconds = 300;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private int _users;

    public async Task<LoneResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions(), cancellationToken);
        var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var afterDelivery = await MeasureDeliveryAsync(environment, cancellationToken);
        return new LoneResult(GoalMilliseconds, afterDelivery, await MeasureEnqueueingAsync(environment, queue, cancellationToken));
    }

    private async Task<Waits> MeasureDeliveryAsync(LocalEnvironment environment, CancellationToken cancellationToken)
    {
        using var host = await LibraryHost.StartAsync(environment.AppSettings(), configure: null, cancellationToken);
        var handler = host.Services.GetRequiredService<UserMessageHandler>();
        var waits = await MeasureAsync(
            environment,
            async text =>
            {
                var id = Guid.NewGuid().ToString();
                var message = QueuesModelFactory.QueueMessage(id, "receipt", BinaryData.FromString(text), dequeueCount: 1, insertedOn: time.GetUtcNow());
                await handler.HandleAsync(message, cancellationToken);
                return id;
            },
            cancellationToken);
        await host.StopAsync(cancellationToken);
        return waits;
    }

    private async Task<Waits> MeasureEnqueueingAsync(LocalEnvironment environment, QueueClient queue, CancellationToken cancellationToken)
    {
        await using var app = await FunctionAppProcess.StartAsync(await PublishedApp.MakeAsync(starting: null, cancellationToken), environment.AppSettings(), port: 0, cancellationToken);
        return await MeasureAsync(
            environment,
            async text => (await queue.SendMessageAsync(text, cancellationToken)).Value.MessageId,
            cancellationToken);
    }

    /// <summary>Sends the messages and measures each until its call arrives.</summary>
    /// <param name="environment">With the simulated HubSpot.</param>
    /// <param name="send">Sends a message and gives its id.</param>
    private async Task<Waits> MeasureAsync(LocalEnvironment environment, Func<string, Task<string>> send, CancellationToken cancellationToken)
    {
        var waits = new List<TimeSpan>();
        for (var repetition = 0; repetition <= repetitions; repetition++)
        {
            await Task.Delay(idle, time, cancellationToken);
            var sentAt = time.GetUtcNow();
            var traceId = $"{await send(UserText.Of(_users++))}-0";
            DateTimeOffset? arrivedAt = null;
            await PollingWait.UntilAsync(
                () => Task.FromResult((arrivedAt = ArrivalOf(environment, traceId)) is not null), PollInterval, time, cancellationToken);
            waits.Add(arrivedAt!.Value - sentAt);
        }

        return Waits.Of(waits);
    }

    private static DateTimeOffset? ArrivalOf(LocalEnvironment environment, string traceId) =>
        environment.HubSpot.Journal.Calls.FirstOrDefault(call => call.TraceIds.Contains(traceId, StringComparer.Ordinal))?.ReceivedAt;
}
