using Api.Reading;
using HubSpotUsers.Watching;

namespace Api.Health;

/// <summary>What is done once a minute by one of all processes: rows of dead processes and of past counts go, all that waits is measured, and open requests are counted.</summary>
public sealed class MinuteWatch
{
    private readonly Backlog _backlog;
    private readonly ProgressSweeper _progress;
    private readonly InstanceTable _instances;
    private readonly OutcomeTable _outcomes;
    private readonly DeferredTable _deferred;

    internal MinuteWatch(Backlog backlog, ProgressSweeper progress, InstanceTable instances, OutcomeTable outcomes, DeferredTable deferred)
    {
        _backlog = backlog;
        _progress = progress;
        _instances = instances;
        _outcomes = outcomes;
        _deferred = deferred;
    }

    /// <summary>Does it.</summary>
    /// <exception cref="Exception">Storage could not be reached; the next minute retries.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Counting comes last: it takes as long as there are open requests.
        await _instances.SweepAsync();
        await _outcomes.SweepAsync();
        await _deferred.SweepAsync();
        await _backlog.MeasureAsync(cancellationToken);
        await _progress.SweepAsync();
    }
}
