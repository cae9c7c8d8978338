using Api.Reading;
using HubSpotUsers.Watching;

namespace Api.Health;

/// <summary>What is done once a minute by one of all processes: all that waits is measured, open requests are counted, and rows of dead processes and of past days' outcomes go.</summary>
public sealed class MinuteWatch
{
    private readonly Backlog _backlog;
    private readonly ProgressRefresher _progress;
    private readonly InstanceTable _instances;
    private readonly OutcomeTable _outcomes;

    internal MinuteWatch(Backlog backlog, ProgressRefresher progress, InstanceTable instances, OutcomeTable outcomes)
    {
        _backlog = backlog;
        _progress = progress;
        _instances = instances;
        _outcomes = outcomes;
    }

    /// <summary>Does it.</summary>
    /// <param name="cancellationToken">Ends the measuring.</param>
    /// <exception cref="Exception">Storage could not be reached; the next minute tries again.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _backlog.MeasureAsync(cancellationToken);
        await _progress.SweepAsync();
        await _instances.SweepAsync();
        await _outcomes.SweepAsync();
    }
}
