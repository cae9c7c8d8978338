using System.Threading.Channels;
using System.Threading.RateLimiting;
using HubSpotUsers.HubSpot;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Batching;

/// <summary>
/// Collects the inputs of all concurrent invocations into batches. A permit of HubSpot's limit comes first and the batch is
/// filled then: while the limit is busy batches fill themselves, and while it is idle nothing waits for it.
/// </summary>
public sealed class UserBatcher : BackgroundService
{
    private const string ShuttingDown = "The app is shutting down";

    private readonly Channel<PendingInput> _arrivals = Channel.CreateUnbounded<PendingInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly BatchFiller _filler;
    private readonly BatchProcessor _processor;
    private readonly RateLimiter _limiter;
    private readonly TimeProvider _time;
    private readonly string? _uniqueProperty;
    private readonly SemaphoreSlim _slots;
    private readonly int _maxConcurrentBatches;

    /// <summary>Makes the batcher; it works from the start of the host to its end.</summary>
    /// <param name="processor">Sends a filled batch.</param>
    /// <param name="limiter">HubSpot's limit.</param>
    /// <param name="batching">The limits of a batch.</param>
    /// <param name="hubSpot">The account's unique property.</param>
    /// <param name="time">The clock.</param>
    public UserBatcher(
        BatchProcessor processor,
        RateLimiter limiter,
        IOptions<BatchingOptions> batching,
        IOptions<HubSpotOptions> hubSpot,
        TimeProvider time)
    {
        _processor = processor;
        _limiter = limiter;
        _time = time;
        _uniqueProperty = hubSpot.Value.UniqueProperty is { Length: > 0 } property ? property : null;
        _maxConcurrentBatches = batching.Value.MaxConcurrentBatches;
        _slots = new SemaphoreSlim(_maxConcurrentBatches);
        _filler = new BatchFiller(_arrivals.Reader, batching.Value, time)
        {
            // The batch being filled has a slot of its own.
            ExpectsMore = () => _slots.CurrentCount < _maxConcurrentBatches - 1,
        };
    }

    /// <summary>Has users created, in whatever batches they end up in, and waits for their outcomes.</summary>
    /// <param name="submission">The users.</param>
    /// <param name="cancellationToken">
    /// Takes back the inputs that are in no batch yet (they end <see cref="Outcomes.Outcome.Deferred"/>); the others are waited for.
    /// </param>
    /// <exception cref="Azure.RequestFailedException">The output tables did not take the results.</exception>
    public async Task<SubmissionOutcome> CreateAsync(Submission submission, CancellationToken cancellationToken)
    {
        if (submission.Inputs.Count is 0)
        {
            return new SubmissionOutcome([], []);
        }

        var pending = new PendingSubmission(submission, _uniqueProperty, _time.GetTimestamp());
        foreach (var input in pending.Inputs)
        {
            if (!_arrivals.Writer.TryWrite(input))
            {
                pending.GiveUp(ShuttingDown);
                break;
            }
        }

        await using var registration = cancellationToken.Register(() => pending.GiveUp("The invocation was cancelled"));
        return await pending.Completion;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _arrivals.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        _filler.GiveUp(ShuttingDown);

        // Calls in flight get the seconds that remain.
        for (var slot = 0; slot < _maxConcurrentBatches; slot++)
        {
            await _slots.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _slots.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _filler.WaitForInputAsync(stoppingToken))
        {
            await _slots.WaitAsync(stoppingToken);
            _ = ProcessAsync(await FillAsync(stoppingToken));
        }
    }

    private async Task<Batch> FillAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var permit = await _limiter.AcquireAsync(permitCount: 1, stoppingToken);
            return await _filler.FillAsync(stoppingToken);
        }
        catch
        {
            // StopAsync waits for every slot.
            _slots.Release();
            throw;
        }
    }

    private async Task ProcessAsync(Batch batch)
    {
        try
        {
            if (batch.Inputs.Count > 0)
            {
                await _processor.ProcessAsync(batch);
            }
        }
        finally
        {
            _slots.Release();
        }
    }
}
