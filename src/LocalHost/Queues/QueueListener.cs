using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using LocalHost.Configuration;
using LocalHost.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalHost.Queues;

/// <summary>Receives a queue's messages and has them processed, one invocation each.</summary>
internal sealed partial class QueueListener(
    QueueClient queue, MessageProcessor processor, HostSettings settings, ShutdownSteps shutdown, TimeProvider time, ILogger logger)
{
    private readonly InFlight _inFlight = new();
    private readonly PollingBackoff _backoff = new(settings.Queues.MaxPollingInterval, Random.Shared);

    /// <summary>Listens until the host is stopping and nothing is in flight any more.</summary>
    public async Task RunAsync()
    {
        try
        {
            await PollAsync(shutdown.Stopping);
        }
        catch (OperationCanceledException) when (shutdown.Stopping.IsCancellationRequested)
        {
            await _inFlight.WhenAtMostAsync(0);
        }
    }

    private async Task PollAsync(CancellationToken stopping)
    {
        while (true)
        {
            await _inFlight.WhenAtMostAsync(settings.Queues.NewBatchThreshold).WaitAsync(stopping);
            stopping.ThrowIfCancellationRequested();

            var messages = await ReceiveAsync();
            if (messages.Length == 0)
            {
                await Task.Delay(_backoff.Next(), time, stopping);
                continue;
            }

            _backoff.Reset();
            _inFlight.Add(messages.Length);
            foreach (var message in messages)
            {
                _ = Task.Run(() => ProcessAsync(message), CancellationToken.None);
            }
        }
    }

    // Without a token: messages of a receive given up half-way would stay invisible for a whole lease.
    private async Task<QueueMessage[]> ReceiveAsync()
    {
        try
        {
            return await queue.ReceiveMessagesAsync(settings.Queues.BatchSize, settings.LeaseDuration);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await CreateQueueAsync();
        }
        catch (Exception exception)
        {
            // The listener outlives every fault of the storage.
            Log.ReceiveFailed(logger, queue.Name, Reason(exception));
        }

        return [];
    }

    private async Task CreateQueueAsync()
    {
        try
        {
            await queue.CreateIfNotExistsAsync();
            Log.QueueCreated(logger, queue.Name);
        }
        catch (Exception exception)
        {
            Log.ReceiveFailed(logger, queue.Name, Reason(exception));
        }
    }

    private async Task ProcessAsync(QueueMessage message)
    {
        try
        {
            await processor.ProcessAsync(message);
        }
        finally
        {
            _inFlight.Remove();
        }
    }

    // The SDK's retries end in one exception with as many inner ones; the stack traces of an outage say nothing more.
    private static string Reason(Exception exception) =>
        exception is AggregateException { InnerExceptions: [var first, ..] } ? first.Message : exception.Message;

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Information, "Queue {Queue} was missing and has been created")]
        public static partial void QueueCreated(ILogger logger, string queue);

        [LoggerMessage(41, LogLevel.Warning, "Queue {Queue} could not be read, the listener tries again: {Reason}")]
        public static partial void ReceiveFailed(ILogger logger, string queue, string reason);
    }
}
