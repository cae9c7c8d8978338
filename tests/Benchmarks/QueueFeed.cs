using Azure.Storage.Queues;

namespace Benchmarks;

/// <summary>Sends messages that are alike, and keeps account of how many.</summary>
/// <param name="usersPerMessage">How many users each has.</param>
internal sealed class QueueFeed(QueueClient queue, int usersPerMessage, TimeProvider time)
{
    /// <summary>The storage emulator is one thread; more senders would only wait.</summary>
    private const int Senders = 8;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How many messages have been sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Sends some messages.</summary>
    /// <param name="messages">How many.</param>
    /// <param name="dueAt">When they become visible, all of them within a second; null for at once.</param>
    public async Task SendAsync(int messages, CancellationToken cancellationToken, DateTimeOffset? dueAt = null)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellationToken };
        await Parallel.ForAsync(Sent, Sent + messages, options, async (number, stopping) =>
        {
            TimeSpan? delay = dueAt is { } due ? TimeSpan.FromSeconds(Math.Max(0, Math.Ceiling((due - time.GetUtcNow()).TotalSeconds))) : null;
            await queue.SendMessageAsync(UserText.Of(number, usersPerMessage), visibilityTimeout: delay, cancellationToken: stopping);
        });
        Sent += messages;
    }

    /// <summary>Sends as many as the queue lacks to its bound, again and again, until all are sent or it is stopped.</summary>
    /// <param name="backlog">The most messages on the queue, those being processed included.</param>
    /// <param name="total">How many to send in all.</param>
    /// <param name="stopping">Ends it.</param>
    public async Task TopUpAsync(int backlog, int total, CancellationToken stopping)
    {
        while (Sent < total && !stopping.IsCancellationRequested)
        {
            try
            {
                var waiting = (await queue.GetPropertiesAsync(stopping)).Value.ApproximateMessagesCount;
                await SendAsync(Math.Clamp(backlog - waiting, 0, total - Sent), stopping);
                await Task.Delay(LookInterval, time, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }
}
