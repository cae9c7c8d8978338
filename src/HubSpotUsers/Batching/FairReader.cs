using System.Threading.Channels;

namespace HubSpotUsers.Batching;

/// <summary>
/// Reads arrivals so that neither source starves the other: while both wait, one of each in turn, so that half of every batch is a
/// request's even when a million users are queued. For one reader.
/// </summary>
/// <param name="arrivals">All arrivals, in their order.</param>
internal sealed class FairReader(ChannelReader<PendingInput> arrivals) : ChannelReader<PendingInput>
{
    private readonly Queue<PendingInput> _queued = new();
    private readonly Queue<PendingInput> _requested = new();
    private bool _isRequestsTurn = true;

    public override bool TryRead(out PendingInput item)
    {
        while (arrivals.TryRead(out var arrival))
        {
            (arrival.Owner.Submission.Source is SubmissionSource.Http ? _requested : _queued).Enqueue(arrival);
        }

        var (first, second) = _isRequestsTurn ? (_requested, _queued) : (_queued, _requested);
        if (first.TryDequeue(out item!))
        {
            _isRequestsTurn = !_isRequestsTurn;
            return true;
        }

        return second.TryDequeue(out item!);
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        _queued.Count + _requested.Count > 0 ? ValueTask.FromResult(true) : arrivals.WaitToReadAsync(cancellationToken);
}
