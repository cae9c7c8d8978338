using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Benchmarks.Queue;

/// <summary>Receives and deletes messages as the host does it, and does nothing with them but what it is told.</summary>
/// <param name="queue">The queue.</param>
/// <param name="messagesPerBatch">How many messages are done together.</param>
/// <param name="work">What is done with them before they are deleted.</param>
internal sealed class ReceiveLoop(QueueClient queue, int messagesPerBatch, Func<IReadOnlyList<QueueMessage>, Task> work)
{
    /// <summary>host.json's <c>batchSize</c> and <c>newBatchThreshold</c>.</summary>
    private const int BatchSize = 32;
    private const int NewBatchThreshold = 968;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly List<QueueMessage> _received = [];
    private readonly List<Task> _settling = [];

    /// <summary>Works until the queue is empty.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(NewBatchThreshold + BatchSize);
        while (await ReceiveAsync(room, cancellationToken))
        {
            while (_received.Count >= messagesPerBatch)
            {
                Settle(messagesPerBatch, room, cancellationToken);
            }
        }

        Settle(_received.Count, room, cancellationToken);
        await Task.WhenAll(_settling);
    }

    private async Task<bool> ReceiveAsync(SemaphoreSlim room, CancellationToken cancellationToken)
    {
        for (var message = 0; message < BatchSize; message++)
        {
            await room.WaitAsync(cancellationToken);
        }

        QueueMessage[] messages = await queue.ReceiveMessagesAsync(BatchSize, Lease, cancellationToken);
        if (messages.Length < BatchSize)
        {
            room.Release(BatchSize - messages.Length);
        }

        _received.AddRange(messages);
        return messages.Length > 0;
    }

    private void Settle(int count, SemaphoreSlim room, CancellationToken cancellationToken)
    {
        var messages = _received.GetRange(0, count);
        _received.RemoveRange(0, count);
        _settling.Add(SettleAsync());

        async Task SettleAsync()
        {
            await work(messages);
            await Task.WhenAll(messages.Select(async message =>
            {
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
                room.Release();
            }));
        }
    }
}
