using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>Sends messages to a queue and collects what ends in its poison queue.</summary>
public sealed class QueueDriver(QueueServiceClient service, string name) : IDisposable
{
    private const int Senders = 8;
    private const int MaxReceived = 32;

    private readonly QueueClient _queue = service.GetQueueClient(name);
    private readonly QueueClient _poison = service.GetQueueClient(name + "-poison");
    private readonly SemaphoreSlim _collecting = new(1);
    private readonly ConcurrentQueue<PoisonMessage> _collected = new();

    public string Name => name;

    public async Task CreateAsync()
    {
        await _queue.CreateIfNotExistsAsync();
        await _poison.CreateIfNotExistsAsync();
    }

    /// <summary>Sends a message; what comes back has its id, which is the source id of its inputs.</summary>
    public async Task<SendReceipt> SendAsync(string text) => await _queue.SendMessageAsync(text);

    /// <summary>Puts a message onto the poison queue as it is, as the host does with one that failed too often.</summary>
    public async Task PoisonAsync(string text) => await _poison.SendMessageAsync(text);

    /// <summary>Sends messages and gives their ids, in order.</summary>
    public async Task<IReadOnlyList<string>> SendAllAsync(IReadOnlyList<string> texts)
    {
        var ids = new string[texts.Count];
        await Parallel.ForAsync(0, texts.Count, new ParallelOptions { MaxDegreeOfParallelism = Senders }, async (index, _) =>
            ids[index] = (await SendAsync(texts[index])).MessageId);
        return ids;
    }

    /// <summary>How many messages the queue holds, visible or not.</summary>
    public async Task<int> CountAsync() => (await _queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;

    public Task WaitUntilEmptyAsync() => Eventually.SeesAsync($"an empty queue {name}", CountAsync, count => count is 0);

    /// <summary>Waits for what is poisoned of one source.</summary>
    public async Task<PoisonMessage> PoisonOfAsync(string sourceId) =>
        (await Eventually.SeesAsync($"poison of {sourceId}", CollectAsync, messages => messages.Any(message => message.IsOf(sourceId))))
            .Single(message => message.IsOf(sourceId));

    /// <summary>Everything poisoned so far. Peeking would show 32 messages only, so they are taken out.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> CollectAsync()
    {
        await _collecting.WaitAsync();
        try
        {
            for (QueueMessage[] received; (received = await _poison.ReceiveMessagesAsync(MaxReceived)).Length > 0;)
            {
                foreach (var message in received)
                {
                    _collected.Enqueue(new PoisonMessage(message.Body.ToString()));
                    await _poison.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                }
            }

            return [.. _collected];
        }
        finally
        {
            _collecting.Release();
        }
    }

    public void Dispose() => _collecting.Dispose();
}
