using Azure.Storage.Queues;
using History;

namespace Sandbox.Input;

/// <summary>Puts messages on the queue.</summary>
/// <param name="sent">Keeps account of them.</param>
internal sealed class QueueFeeder(QueueClient queue, SentMessages sent)
{
    /// <summary>The storage emulator is one thread; more senders would only wait.</summary>
    private const int Senders = 8;

    /// <summary>The app starts when this many messages wait, or all of them.</summary>
    private const int Backlog = 10_000;

    private readonly TaskCompletionSource _backlogReached = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
                sent.Add(new SentMessage(message.ProducerId ?? receipt.Value.MessageId, message.Body), message.Inputs);
                if (sent.Count >= Backlog)
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
