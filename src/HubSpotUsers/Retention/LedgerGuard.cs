using HubSpotUsers.Pausing;
using HubSpotUsers.Watching;

namespace HubSpotUsers.Retention;

/// <summary>
/// Says whether the queue may still hold a message whose users are done, so that their rows must stay: a process that died just before it
/// deleted it leaves one. While the app works its way through the queue, such a message comes back within minutes; while it is
/// stopped, or paused, or far behind, it may wait for months.
/// </summary>
/// <param name="queues">Measures the queue.</param>
/// <param name="gate">Whether anything is sent.</param>
internal sealed class LedgerGuard(QueueMeasurer queues, SendingGate gate, TimeProvider time)
{
    /// <summary>The front of the queue is not older while the app keeps up.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromDays(2);

    /// <summary>A message is invisible for seven days at most (Azure: Put Message), and then waits for its turn.</summary>
    internal static readonly TimeSpan SteadyFor = TimeSpan.FromDays(7) + LongestWait + TimeSpan.FromDays(1);

    /// <summary>There is a look every day; after a longer gap the app may have been stopped.</summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(36);

    /// <summary>Looks at the queue.</summary>
    internal async Task<RetentionRound> LookAsync(RetentionRound round, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (_, pause) = await gate.LookAsync();

        // The day's limit stops an account every day, and no message waits for longer than until the next.
        var isWorking = pause is null or { Reason: PauseReason.DailyLimit or PauseReason.RateLimit }
            && (await queues.MeasureUsersAsync(cancellationToken)).OldestAge <= LongestWait;
        var since = now - round.LookedAt <= LongestGap ? round.SteadySince ?? now : now;
        return round with { SteadySince = isWorking ? since : null, LookedAt = now };
    }

    /// <summary>Whether all messages of long ago have been dealt with.</summary>
    internal bool IsSteady(RetentionRound round) => time.GetUtcNow() - round.SteadySince >= SteadyFor;
}
