using Api.Health;
using Api.Retention;
using HubSpotUsers.Notices;
using Microsoft.Azure.Functions.Worker;

namespace Functions;

/// <summary>
/// Measures what waits, so that alerts know of it although no message moves, removes old rows at night, and posts notices. A timer function for
/// each would be a group of its own, with instances of its own that are always ready where there are zones (Azure Functions: Flex Consumption plan).
/// </summary>
/// <param name="watch">Does the measuring.</param>
/// <param name="retention">Removes old rows, a small part at a time.</param>
/// <param name="notices">Posts notices.</param>
public sealed class WatchBacklog(MinuteWatch watch, RecordRetention retention, NoticeWatch notices)
{
    /// <summary>Runs once a minute, in one of all instances; a minute that was missed is not made up for.</summary>
    /// <param name="timer">When it runs next.</param>
    /// <param name="cancellationToken">Fires when the app shuts down.</param>
    [Function(nameof(WatchBacklog))]
    public async Task RunAsync([TimerTrigger("0 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken cancellationToken) =>
        // A webhook that hangs takes no time from the others.
        await Task.WhenAll(WatchAsync(cancellationToken), notices.RunAsync(cancellationToken));

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await watch.RunAsync(cancellationToken);
        await retention.RunAsync(cancellationToken);
    }
}
