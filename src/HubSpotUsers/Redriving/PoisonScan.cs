using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Redriving;

/// <summary>
/// Goes through the poison queue once. A queue shows its first 32 visible messages only, so each message is received and stays invisible
/// until the scan has ended, and then becomes visible as it was: its id, its content and the time it was put there stay, its dequeue count, of
/// which nothing depends here, is one higher. A process that dies leaves it invisible for its time.
/// </summary>
/// <param name="queue">The poison queue.</param>
/// <param name="hiddenTime">How long a message is invisible that is received.</param>
internal sealed class PoisonScan(QueueClient queue, TimeSpan hiddenTime)
{
    /// <summary>The most that storage gives at once (Azure: Get Messages).</summary>
    private const int MaxMessages = 32;

    private const int MaxAtOnce = 16;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<(string Id, string Receipt)> _kept = [];

    /// <summary>The ids of all messages that were there.</summary>
    public IReadOnlySet<string> Seen => _seen;

    /// <summary>How many messages a queue has, visible or not.</summary>
    public static async Task<int> CountAsync(QueueClient queue)
    {
        try
        {
            return (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return 0;
        }
    }

    /// <summary>Receives messages; none when all have been.</summary>
    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync()
    {
        try
        {
            QueueMessage[] received = await queue.ReceiveMessagesAsync(MaxMessages, hiddenTime);
            _seen.UnionWith(received.Select(message => message.MessageId));
            return received;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            return [];
        }
    }

    /// <summary>Leaves a message in the queue.</summary>
    public void Keep(QueueMessage message) => Keep(message.MessageId, message.PopReceipt);

    /// <summary>Deletes a message.</summary>
    public Task DeleteAsync(QueueMessage message) => UnlessTakenAsync(() => queue.DeleteMessageAsync(message.MessageId, message.PopReceipt));

    /// <summary>Leaves a message in the queue with another content. Visible at once it would be received again, and counted again.</summary>
    /// <param name="body">What is left of it: not more than a message holds (<see cref="EnvelopeSender.Fits"/>).</param>
    public Task ReplaceAsync(QueueMessage message, BinaryData body) => UnlessTakenAsync(async () =>
    {
        UpdateReceipt replaced = await queue.UpdateMessageAsync(message.MessageId, message.PopReceipt, QueueText.Of(body), hiddenTime);
        Keep(message.MessageId, replaced.PopReceipt);
    });

    /// <summary>Makes visible what was left.</summary>
    public Task ReleaseAsync() => Parallel.ForEachAsync(_kept, new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce }, async (message, _) =>
        await UnlessTakenAsync(() => queue.UpdateMessageAsync(message.Id, message.Receipt, visibilityTimeout: TimeSpan.Zero)));

    private void Keep(string id, string receipt)
    {
        lock (_lock)
        {
            _kept.Add((id, receipt));
        }
    }

    /// <summary>Whoever has received or deleted a message since has the say over it.</summary>
    private static async Task UnlessTakenAsync(Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (RequestFailedException exception) when (StorageFailure.IsStaleReceipt(exception))
        {
            // What was to be done with it has been done, or will be done again: both are harmless.
        }
    }
}
