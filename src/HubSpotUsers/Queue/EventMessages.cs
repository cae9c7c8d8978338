using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Queue;

/// <summary>
/// Makes the events of one message messages of their own, since each has its own identity. Only then is the message deleted: a crash in
/// between brings events twice, which their identities make harmless, and loses none.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="options">The queue's name.</param>
/// <param name="logger">Takes ids and counts, never values.</param>
internal sealed partial class EventMessages(QueueServiceClient service, IOptions<UsersQueueOptions> options, TimeProvider time, ILogger<EventMessages> logger)
{
    private const int MaxAtOnce = 16;

    /// <summary>What was about to expire still lives long enough to be received.</summary>
    private static readonly TimeSpan LeastTimeToLive = TimeSpan.FromMinutes(1);

    private readonly EnvelopeSender _sender = new(service.GetQueueClient(options.Value.Name));

    /// <summary>Sends the events of a message.</summary>
    /// <param name="cancellationToken">Whether the app shuts down: then the message is delivered again.</param>
    internal async Task SendAsync(QueueMessage message, IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        var left = TimeToLive.LeftOf(message, time.GetUtcNow());
        var timeToLive = left < TimeSpan.Zero || left > LeastTimeToLive ? left : LeastTimeToLive;
        foreach (var some in events.Chunk(MaxAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAll(some.Select(item => _sender.SendAsync(BinaryData.FromBytes(item), TimeSpan.Zero, timeToLive)));
        }

        Log.Sent(logger, message.MessageId, events.Count);
    }

    private static partial class Log
    {
        [LoggerMessage(305, LogLevel.Debug, "Message {MessageId} was split into a message for each of its {Events} events.")]
        public static partial void Sent(ILogger logger, string messageId, int events);
    }
}
