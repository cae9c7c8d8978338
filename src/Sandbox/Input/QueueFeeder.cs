using System.Collections.Concurrent;
using Azure.Storage.Queues;
using History;

namespace Sandbox.Input;

/// <summary>Puts messages on the queue and keeps account of what it sent.</summary>
internal sealed class QueueFeeder(QueueClient queue)
{
    /// <summary>The storage emulator is one thread; more senders would only wait.</summary>
    private const int Senders = 8;

    /// <summary>The app starts when this many messages wait, or all of them.</summary>
    private const int Backlog = 10_000;

    private readonly TaskCompletionSource _backlogReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentBag<(SentMessage Message, int Inputs)> _sent = [];
    private int _inputs;

    /// <summary>How many users have been sent.</summary>
    public int Inputs => Volatile.Read(ref _inputs);

    /// <summary>The source id of every message and the number of its users.</summary>
    public IEnumerable<KeyValuePair<string, int>> Counts => _sent.Select(sent => KeyValuePair.Create(sent.Message.SourceId, sent.Inputs));

    /// <summary>What was sent.</summary>
    public IReadOnlyCollection<SentMessage> Messages => [.. _sent.Select(sent => sent.Message)];

    /// <summary>Ends when enough messages wait for the app to begin.</summary>
    public Task BacklogReached => _backlogReached.Task;

    /// <summary>Sends all messages.</summary>
    public async Task SendAsync(IAsyncEnumerable<UserMessage> messages, CancellationToken cancellationToken)
    {
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(messages, options, async (message, stopping) =>
            {
                var receipt = await queue.SendMessageAsync(message.Body, stopping);
                _sent.Add((new SentMessage(message.ProducerId ?? receipt.Value.MessageId, message.Body), message.Inputs));
                Interlocked.Add(ref _inputs, message.Inputs);
                if (_sent.Count >= Backlog)
                {
                    _backlogReached.TrySetResult();
                }
            });
        }
        finally
        {
            _backlogReached.TrySetResult();
        }
    }
}
