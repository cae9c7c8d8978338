using System.Threading.Channels;
using System.Threading.RateLimiting;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Limits;
using HubSpotUsers.Pausing;
using HubSpotUsers.Sending;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Batching;

/// <summary>
/// Collects the inputs of all concurrent invocations into batches. Only a few batches are filled ahead of the permits of HubSpot's
/// limit: while the limit is busy batches fill themselves, and while it is idle nothing waits for it.
/// </summary>
internal sealed class UserBatcher : BackgroundService
{
    private const string ShuttingDown = "The app is shutting down";

    /// <summary>
    /// Filled batches may wait for so many seconds' permits: enough for the table to take their intents, though it be slow for once, and
    /// so few that a request among them need not wait for long.
    /// </summary>
    private const double SecondsAhead = 0.85;
    private const int LeastAhead = 2;
    private const int MostAhead = 64;

    private readonly Channel<PendingInput> _arrivals = Channel.CreateUnbounded<PendingInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _ahead;
    private readonly BatchesInFlight _inFlight = new();
    private readonly BatchFiller _filler;
    private readonly BatchProcessor _processor;
    private readonly AdaptiveConcurrencyLimiter _concurrency;
    private readonly SendingGate _sendingGate;
    private readonly Meters _meters;
    private readonly TimeProvider _time;
    private readonly string? _uniqueProperty;

    /// <summary>Makes the batcher; it works from the start of the host to its end.</summary>
    /// <param name="processor">Sends a filled batch.</param>
    /// <param name="concurrency">How many batches may be in flight.</param>
    /// <param name="gate">Whether anything is sent.</param>
    /// <param name="batching">The limits of a batch.</param>
    /// <param name="hubSpot">The account's unique property.</param>
    /// <param name="meters">Counts every batch.</param>
    public UserBatcher(
        BatchProcessor processor,
        AdaptiveConcurrencyLimiter concurrency,
        SendingGate gate,
        IOptions<BatchingOptions> batching,
        IOptions<HubSpotOptions> hubSpot,
        Meters meters,
        TimeProvider time)
    {
        _processor = processor;
        _concurrency = concurrency;
        _sendingGate = gate;
        _meters = meters;
        _time = time;
        _ahead = new SemaphoreSlim(Math.Clamp((int)(hubSpot.Value.RateLimit * SecondsAhead / HubSpotOptions.RateLimitSeconds), LeastAhead, MostAhead));
        _uniqueProperty = hubSpot.Value.UniqueProperty is { Length: > 0 } property ? property : null;
        _filler = new BatchFiller(new FairReader(_arrivals.Reader), batching.Value, time) { OthersEnded = () => _inFlight.Ended };
    }

    /// <summary>Has users created, in whatever batches they end up in, and waits for their outcomes.</summary>
    /// <param name="submission">The users.</param>
    /// <param name="cancellationToken">
    /// Defers the inputs that are in no batch yet (they end <see cref="Outcome.Deferred"/>); the others are waited for.
    /// </param>
    public async Task<SubmissionOutcome> CreateAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (submission.Inputs.Count is 0)
        {
            return new SubmissionOutcome([], []);
        }

        var pending = new PendingSubmission(submission, _uniqueProperty, RequestBody.Of, _time.GetTimestamp());
        if ((await _sendingGate.AskAsync(canProbe: false)).Pause is { } pause)
        {
            pause.Hold(pending.ClaimWaiting());
            return await pending.Completion;
        }

        if (submission.HeldUntil is { } until)
        {
            pending.DeferWaiting("Too many users wait in the process", until);
            return await pending.Completion;
        }

        // Before the inputs may be met in a batch: none of a submission that was cancelled already is sent.
        await using var registration = cancellationToken.Register(() => pending.DeferWaiting("The invocation was cancelled"));
        foreach (var input in pending.Inputs)
        {
            if (!_arrivals.Writer.TryWrite(input))
            {
                pending.DeferWaiting(ShuttingDown);
                break;
            }
        }

        return await pending.Completion;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _arrivals.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        _filler.DeferWaiting(ShuttingDown);

        // Batches that wait for their permits are given back; calls in flight get the seconds that remain.
        await _sendingGate.CloseAsync();
        await _inFlight.Ended.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _ahead.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _filler.WaitForInputAsync(stoppingToken))
        {
            var place = await _concurrency.AcquireAsync(permitCount: 1, stoppingToken);
            await _ahead.WaitAsync(stoppingToken);
            var batch = await _filler.FillAsync(stoppingToken);
            _inFlight.Add(ProcessAsync(batch, place));
        }
    }

    private async Task ProcessAsync(Batch batch, RateLimitLease place)
    {
        using var _ = place;
        var isAhead = 1;
        try
        {
            if (batch.Inputs.Count > 0)
            {
                _meters.BatchFilled(batch.Inputs.Count, _time.GetElapsedTime(batch.Inputs.Min(input => input.ArrivedAt)));
                await _processor.ProcessAsync(batch.Id, batch.Inputs, Leave);
            }
        }
        finally
        {
            Leave();
        }

        void Leave()
        {
            if (Interlocked.Exchange(ref isAhead, 0) is 1)
            {
                _ahead.Release();
            }
        }
    }
}
