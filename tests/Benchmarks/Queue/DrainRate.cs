using Azure.Storage.Queues;

namespace Benchmarks.Queue;

/// <summary>
/// How fast a queue gets shorter, from the moment a fifth of it is done until a tenth is left: the consumer is warm by then and
/// does not yet run out of work.
/// </summary>
/// <param name="messages">How many messages are on it at first.</param>
internal sealed class DrainRate(QueueClient queue, int messages, TimeProvider time)
{
    private const double Begin = 0.8;
    private const double End = 0.1;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Looks on until the queue is empty.</summary>
    /// <returns>Messages a second.</returns>
    public async Task<double> MeasureAsync(CancellationToken cancellationToken)
    {
        (long At, int Left)? first = null;
        (long At, int Left) last = default;
        await PollingWait.UntilAsync(
            async () =>
            {
                var left = (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
                var look = (At: time.GetTimestamp(), Left: left);
                first ??= left <= messages * Begin ? look : null;
                last = left >= messages * End ? look : last;
                return left is 0;
            },
            LookInterval,
            time,
            cancellationToken);
        return (first!.Value.Left - last.Left) / time.GetElapsedTime(first.Value.At, last.At).TotalSeconds;
    }
}
