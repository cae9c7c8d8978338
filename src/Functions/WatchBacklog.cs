using Api.Health;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>Measures what waits, so that alerts know of it although no message moves.</summary>
/// <param name="watch">Does the work.</param>
public sealed class WatchBacklog(MinuteWatch watch)
{
    /// <summary>Runs once a minute, in one of all instances; a minute that was missed is not made up for.</summary>
    /// <param name="timer">When it runs next.</param>
    /// <param name="cancellationToken">Fires when the app shuts down.</param>
    [Function(nameof(WatchBacklog))]
    public Task RunAsync([TimerTrigger("0 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        watch.RunAsync(cancellationToken);
}
