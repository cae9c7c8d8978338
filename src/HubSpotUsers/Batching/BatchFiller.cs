using System.Threading.Channels;

namespace HubSpotUsers.Batching;

/// <summary>Fills one batch after the other from the inputs that arrive.</summary>
/// <param name="arrivals">The inputs.</param>
/// <param name="options">The limits of a batch.</param>
/// <param name="time">The clock.</param>
internal sealed class BatchFiller(ChannelReader<PendingInput> arrivals, BatchingOptions options, TimeProvider time)
{
    /// <summary>Inputs that could not share the last batch, oldest first: they come before every newcomer.</summary>
    private readonly List<PendingInput> _heldBack = [];

    /// <summary>
    /// Whether other batches are in flight: the host delivers no more messages than it may at once, so those that end make room for
    /// newcomers, and it pays to wait for them.
    /// </summary>
    public Func<bool> ExpectsMore { get; init; } = static () => false;

    /// <summary>Waits for an input to begin a batch with; false when no more will come.</summary>
    public ValueTask<bool> WaitForInputAsync(CancellationToken cancellationToken) =>
        _heldBack.Count > 0 ? ValueTask.FromResult(true) : arrivals.WaitToReadAsync(cancellationToken);

    /// <summary>
    /// Fills a batch: with what is there, then with newcomers until the batch is full, its oldest input has waited
    /// <see cref="BatchingOptions.MaxWait"/> (<see cref="BatchingOptions.MaxRequestWait"/> when somebody waits for it), or none has come for <see cref="BatchingOptions.IdleFlush"/> while no other batch is in flight.
    /// May be empty, when the inputs that were there have been given up or <paramref name="stoppingToken"/> has ended the work.
    /// </summary>
    public async Task<Batch> FillAsync(CancellationToken stoppingToken)
    {
        var batch = new Batch(Guid.CreateVersion7(time.GetUtcNow()), options);
        using var flush = new FlushTimer(options, time, stoppingToken);
        TakeHeldBack(batch, flush);
        do
        {
            while (!batch.IsFull && _heldBack.Count < options.MaxInputs && arrivals.TryRead(out var input))
            {
                Take(batch, input, flush);
            }
        }
        while (batch is { IsFull: false, Inputs.Count: > 0 } && _heldBack.Count < options.MaxInputs && await flush.WaitForAsync(arrivals, ExpectsMore()));

        return batch;
    }

    /// <summary>Ends the wait of every input that is in no batch.</summary>
    /// <param name="reason">Why.</param>
    public void GiveUp(string reason)
    {
        foreach (var input in _heldBack)
        {
            input.Owner.GiveUp(reason);
        }

        _heldBack.Clear();
        while (arrivals.TryRead(out var input))
        {
            input.Owner.GiveUp(reason);
        }
    }

    private void TakeHeldBack(Batch batch, FlushTimer flush)
    {
        PendingInput[] heldBack = [.. _heldBack];
        _heldBack.Clear();
        foreach (var input in heldBack)
        {
            Take(batch, input, flush);
        }
    }

    private void Take(Batch batch, PendingInput input, FlushTimer flush)
    {
        if (!batch.Accepts(input))
        {
            _heldBack.Add(input);
        }
        else if (input.TryClaim())
        {
            batch.Add(input);
            flush.Arrived(input);
        }
    }
}
