using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using HubSpotUsers.Telemetry;
using HubSpotUsers.Watching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Retention;

/// <summary>
/// Finds out which messages the poison queue has, whose users' rows must stay, and drops old ones where the operator wants that. Both are
/// tasks over the queue, as a person would begin them: they are in the list of tasks, with their counts.
/// </summary>
/// <param name="queues">Measures the queue.</param>
/// <param name="index">Lists what is in it.</param>
/// <param name="redriven">Lists what was sent back.</param>
/// <param name="tasks">Takes the tasks.</param>
/// <param name="poison">Whether the app reads the queue.</param>
/// <param name="retention">Whether old messages are dropped.</param>
/// <param name="meters">Takes counts.</param>
internal sealed partial class OldPoison(
    QueueMeasurer queues,
    PoisonIndex index,
    RedrivenSources redriven,
    PoisonTasks tasks,
    IOptions<PoisonOptions> poison,
    IOptions<RetentionOptions> retention,
    Meters meters,
    TimeProvider time,
    ILogger<OldPoison> logger)
{
    /// <summary>Goes one step further.</summary>
    /// <param name="round">The round; the task it waits for, if any.</param>
    /// <param name="cutoff">Older messages are dropped.</param>
    /// <returns>The round: still waiting for a task, or not, with what it came to.</returns>
    internal async Task<RetentionRound> AdvanceAsync(RetentionRound round, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        if (round.TaskId is not { } taskId)
        {
            var measured = await queues.MeasurePoisonAsync(cancellationToken);
            return measured is { Messages: > 0 } && poison.Value.IsManaged
                ? round with { TaskId = await BeginAsync(PoisonTaskKind.Scan, new PoisonFilter()) }
                : round with { IsPoisonListed = measured is { Messages: 0 } };
        }

        return await tasks.FindAsync(taskId) switch
        {
            // Others that have the queue scanned remove the rows of scans before.
            null => await AdvanceAsync(round with { TaskId = null }, cutoff, cancellationToken),
            { IsOver: false } => round,
            { Kind: PoisonTaskKind.Scan, State: PoisonTaskState.Done } when retention.Value.RemovePoison && await DropAsync(cutoff) is { } drop => round with { TaskId = drop, IsPoisonListed = true },
            { Kind: PoisonTaskKind.Scan, State: var state } => round with { TaskId = null, IsPoisonListed = state is PoisonTaskState.Done },
            _ => round with { TaskId = null },
        };
    }

    /// <summary>Reads whose users are in the poison queue, or were sent back.</summary>
    /// <param name="cutoff">What was sent back before has been dealt with.</param>
    internal async Task<PoisonSources> ReadSourcesAsync(DateTimeOffset cutoff)
    {
        // What is sent back is on the second list before it goes from the first: read in the other order, it could be missed on both.
        var listed = await index.ReadAsync();
        return new PoisonSources(listed, await redriven.ReadAsync(cutoff));
    }

    /// <summary>Begins to drop old messages; null when there are none.</summary>
    private async Task<string?> DropAsync(DateTimeOffset cutoff)
    {
        var filter = new PoisonFilter(To: cutoff);
        var reasons = (await index.ReadAsync()).Where(filter.Matches).GroupBy(entry => entry.Reason).ToList();
        if (reasons.Count is 0)
        {
            return null;
        }

        var id = await BeginAsync(PoisonTaskKind.Drop, filter);
        foreach (var reason in reasons)
        {
            meters.PoisonRemoved(reason.Count(), reason.Key.ToString());
            Log.Dropping(logger, id, reason.Count(), reason.Key, reason.Sum(entry => entry.Users));
        }

        return id;
    }

    private async Task<string> BeginAsync(PoisonTaskKind kind, PoisonFilter filter)
    {
        var now = time.GetUtcNow();
        var task = new PoisonTask { Id = Guid.CreateVersion7(now).ToString("N"), Kind = kind, Filter = filter, DecidedAt = now, IsAboutDoubtful = true };
        await tasks.BeginAsync(task);
        return task.Id;
    }

    private static partial class Log
    {
        [LoggerMessage(801, LogLevel.Warning, "Task {TaskId} drops {Messages} messages of the poison queue that are older than Retention:Days ({Reason}, {Users} users).")]
        public static partial void Dropping(ILogger logger, string taskId, int messages, Messages.PoisonReason reason, int users);
    }
}
