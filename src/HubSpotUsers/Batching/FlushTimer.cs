using System.Threading.Channels;

namespace HubSpotUsers.Batching;

/// <summary>Says how long a batch may still wait for newcomers.</summary>
internal sealed class FlushTimer(BatchingOptions options, TimeProvider time, CancellationToken stoppingToken) : IDisposable
{
    private long _oldest = long.MaxValue;
    private long _oldestOfRequests = long.MaxValue;
    private long _newest = long.MinValue;
    private CancellationTokenSource? _due;
    private CancellationTokenSource? _stop;

    /// <summary>Records an input of the batch.</summary>
    public void Arrived(PendingInput input)
    {
        _oldest = Math.Min(_oldest, input.ArrivedAt);
        _newest = Math.Max(_newest, input.ArrivedAt);
        if (input.Owner.Submission.Source is SubmissionSource.Http)
        {
            _oldestOfRequests = Math.Min(_oldestOfRequests, input.ArrivedAt);
        }
    }

    /// <summary>Waits for the next input; false when the batch is due first, no more will come, or the work ends.</summary>
    /// <param name="arrivals">The inputs.</param>
    /// <param name="expectsMore">Whether newcomers are likely: then the batch waits as long as it may.</param>
    public async ValueTask<bool> WaitForAsync(ChannelReader<PendingInput> arrivals, bool expectsMore)
    {
        var untilDue = options.MaxWait - time.GetElapsedTime(_oldest);
        if (_oldestOfRequests is not long.MaxValue && options.MaxRequestWait - time.GetElapsedTime(_oldestOfRequests) is var patience && patience < untilDue)
        {
            untilDue = patience;
        }

        var untilIdle = options.IdleFlush - time.GetElapsedTime(_newest);
        if (!expectsMore && untilIdle < untilDue)
        {
            untilDue = untilIdle;
        }

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
            return await arrivals.WaitToReadAsync(_stop!.Token);
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
}
