using System.Net;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using LocalHost.Configuration;
using LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalHost.Queues;

/// <summary>Deletes messages, gives them back, or moves them to the poison queue. A lost lease or a storage fault is logged and harms nothing else.</summary>
internal sealed partial class MessageSettler(
    QueueClient queue, QueueClient poisonQueue, QueueSettings settings, ShutdownSteps shutdown, ILogger logger)
{
    public async Task SettleAsync(QueueMessage message, Lease lease, Disposition disposition)
    {
        try
        {
            switch (disposition)
            {
                case Disposition.Delete:
                    await DeleteAsync(lease);
                    break;
                case Disposition.ReleaseAtOnce:
                    await ReleaseAsync(lease, TimeSpan.Zero);
                    break;
                case Disposition.ReleaseLater:
                    await ReleaseAsync(lease, settings.VisibilityTimeout);
                    break;
                case Disposition.Poison:
                    await PoisonAsync(message, lease);
                    break;
            }
        }
        catch (RequestFailedException exception) when (LeaseLost.IsReasonOf(exception))
        {
            Log.LeaseLost(logger, message.MessageId, exception.ErrorCode, disposition);
        }
        catch (OperationCanceledException) when (shutdown.Abandoned.IsCancellationRequested)
        {
            // The process ends; the message becomes visible again when its lease does.
        }
        catch (Exception exception)
        {
            Log.NotSettled(logger, exception, message.MessageId, disposition);
        }
    }

    private async Task DeleteAsync(Lease lease) =>
        await queue.DeleteMessageAsync(lease.MessageId, lease.PopReceipt, shutdown.Abandoned);

    private async Task ReleaseAsync(Lease lease, TimeSpan visibility) =>
        await queue.UpdateMessageAsync(lease.MessageId, lease.PopReceipt, visibilityTimeout: visibility, cancellationToken: shutdown.Abandoned);

    private async Task PoisonAsync(QueueMessage message, Lease lease)
    {
        try
        {
            await poisonQueue.SendMessageAsync(message.Body, cancellationToken: shutdown.Abandoned);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            await poisonQueue.CreateIfNotExistsAsync(cancellationToken: shutdown.Abandoned);
            await poisonQueue.SendMessageAsync(message.Body, cancellationToken: shutdown.Abandoned);
        }

        Log.Poisoned(logger, message.MessageId, poisonQueue.Name, message.DequeueCount);
        await DeleteAsync(lease);
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "Message {MessageId} was moved to {PoisonQueue} after {DequeueCount} deliveries")]
        public static partial void Poisoned(ILogger logger, string messageId, string poisonQueue, long dequeueCount);

        [LoggerMessage(21, LogLevel.Warning, "The lease of message {MessageId} is lost ({ErrorCode}); not done: {Disposition}")]
        public static partial void LeaseLost(ILogger logger, string messageId, string? errorCode, Disposition disposition);

        [LoggerMessage(22, LogLevel.Error, "Message {MessageId} stays invisible until its lease ends; not done: {Disposition}")]
        public static partial void NotSettled(ILogger logger, Exception exception, string messageId, Disposition disposition);
    }
}
