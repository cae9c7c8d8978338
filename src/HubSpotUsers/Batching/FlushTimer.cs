using System.Threading.Channels;

namespace HubSpotUsers.Batching;

/// <summary>Says how long a batch may still wait for newcomers.</summary>
internal sealed class FlushTimer(BatchingOptions options, TimeProvider time, CancellationToken stoppingToken) : IDisposable
{
    private long _oldest = long.MaxValue;
    private long _oldestOfRequests = long.MaxValue;
    private long _quietSince = long.MinValue;
    private CancellationTokenSource? _due;
    private CancellationTokenSource? _stop;

    /// <summary>Records an input of the batch.</summary>
    public void Arrived(PendingInput input)
    {
        _oldest = Math.Min(_oldest, input.ArrivedAt);
        _quietSince = Math.Max(_quietSince, input.ArrivedAt);
        if (input.Owner.Submission.Source is SubmissionSource.Http)
        {
            _oldestOfRequests = Math.Min(_oldestOfRequests, input.ArrivedAt);
        }
    }

    /// <summary>Waits for the next input; false when the batch is due first, no more will come, or the work ends.</summary>
    /// <param name="arrivals">The inputs.</param>
    /// <param name="othersEnded">Until then newcomers are likely, and the batch waits as long as it may.</param>
    public async ValueTask<bool> WaitForAsync(ChannelReader<PendingInput> arrivals, Task othersEnded)
    {
        var untilDue = UntilDue(expectsMore: !othersEnded.IsCompleted);
        if (untilDue <= TimeSpan.Zero)
        {
            return false;
        }

        if (_due is null)
        {
            _due = new CancellationTokenSource(untilDue, time);
            _stop = CancellationTokenSource.CreateLinkedTokenSource(_due.Token, stoppingToken);
        }
        else
        {
            _due.CancelAfter(untilDue);
        }

        try
        {
            return await (othersEnded.IsCompleted ? arrivals.WaitToReadAsync(_stop!.Token) : new ValueTask<bool>(WaitBesideAsync(arrivals, othersEnded)));
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _stop?.Dispose();
        _due?.Dispose();
    }

    /// <summary>The messages of the other batches make room for newcomers when they end: these get the idle time to come, and no more.</summary>
    private async Task<bool> WaitBesideAsync(ChannelReader<PendingInput> arrivals, Task othersEnded)
    {
        var newcomer = arrivals.WaitToReadAsync(_stop!.Token).AsTask();
        if (await Task.WhenAny(newcomer, othersEnded) != newcomer)
        {
            _quietSince = time.GetTimestamp();
            var untilDue = UntilDue(expectsMore: false);
            _due!.CancelAfter(untilDue > TimeSpan.Zero ? untilDue : TimeSpan.Zero);
        }

        return await newcomer;
    }

    private TimeSpan UntilDue(bool expectsMore)
    {
        var untilDue = options.MaxWait - time.GetElapsedTime(_oldest);
        if (_oldestOfRequests is not long.MaxValue && options.MaxRequestWait - time.GetElapsedTime(_oldestOfRequests) is var patience && patience < untilDue)
        {
            untilDue = patience;
        }

        return !expectsMore && options.IdleFlush - time.GetElapsedTime(_quietSince) is var untilIdle && untilIdle < untilDue ? untilIdle : untilDue;
    }
}
