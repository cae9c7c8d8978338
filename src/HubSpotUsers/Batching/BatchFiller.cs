using System.Threading.Channels;

namespace HubSpotUsers.Batching;

/// <summary>Fills one batch after the other from the inputs that arrive.</summary>
/// <param name="arrivals">The inputs.</param>
/// <param name="options">The limits of a batch.</param>
internal sealed class BatchFiller(ChannelReader<PendingInput> arrivals, BatchingOptions options, TimeProvider time)
{
    /// <summary>They come before every newcomer, and newcomers that share nothing with them pass them.</summary>
    private readonly HeldBackInputs _heldBack = new();

    /// <summary>
    /// Ends when no other batch is in flight: the host delivers no more messages than it may at once, so those that end make room for
    /// newcomers, and until then it pays to wait for them.
    /// </summary>
    public Func<Task> OthersEnded { get; init; } = static () => Task.CompletedTask;

    /// <summary>Waits for an input to begin a batch with; false when no more will come.</summary>
    public ValueTask<bool> WaitForInputAsync(CancellationToken cancellationToken) =>
        _heldBack.IsEmpty ? arrivals.WaitToReadAsync(cancellationToken) : ValueTask.FromResult(true);

    /// <summary>
    /// Fills a batch: with what is there, then with newcomers until the batch is full, its oldest input has waited
    /// <see cref="BatchingOptions.MaxWait"/> (<see cref="BatchingOptions.MaxRequestWait"/> when a caller waits for it), or none has come for <see cref="BatchingOptions.IdleFlush"/> while no other batch is in flight.
    /// May be empty, when the inputs that were waiting have been withdrawn or <paramref name="stoppingToken"/> has ended the work.
    /// </summary>
    public async Task<Batch> FillAsync(CancellationToken stoppingToken)
    {
        var batch = new Batch(Guid.CreateVersion7(time.GetUtcNow()), options);
        using var flush = new FlushTimer(options, time, stoppingToken);
        _heldBack.Offer(batch, input => Add(batch, input, flush));
        do
        {
            while (!batch.IsFull && arrivals.TryRead(out var input))
            {
                Take(batch, input, flush);
            }
        }
        while (batch is { IsFull: false, Inputs.Count: > 0 } && await flush.WaitForAsync(arrivals, OthersEnded()));

        return batch;
    }

    /// <summary>Ends the wait of every input that is in no batch.</summary>
    /// <param name="reason">Why.</param>
    public void DeferWaiting(string reason)
    {
        foreach (var input in _heldBack.TakeAll())
        {
            input.Owner.DeferWaiting(reason);
        }

        while (arrivals.TryRead(out var input))
        {
            input.Owner.DeferWaiting(reason);
        }
    }

    private void Take(Batch batch, PendingInput input, FlushTimer flush)
    {
        if (batch.Accepts(input))
        {
            Add(batch, input, flush);
        }
        else
        {
            _heldBack.Add(input);
        }
    }

    private static void Add(Batch batch, PendingInput input, FlushTimer flush)
    {
        if (input.TryClaim())
        {
            batch.Add(input);
            flush.Arrived(input);
        }
    }
}
