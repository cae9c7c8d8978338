using HubSpotUsers.Redriving;

namespace Api.Poison;

/// <summary>A task over the poison queue, and how far it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it does.</param>
/// <param name="State">How far it is.</param>
/// <param name="DryRun">Whether it only counts.</param>
/// <param name="DecidedAt">When it was asked for: messages that were poisoned later are not meant.</param>
/// <param name="EndedAt">When it ended; null before.</param>
/// <param name="Messages">How many messages it has done; at least so many, when its process died in between.</param>
/// <param name="Users">How many users were in them.</param>
/// <param name="Skipped">How many messages it left that were meant: they need a decision about doubt, or a correction; an erasure cannot read them.</param>
/// <param name="Reason">Only messages of this reason are meant.</param>
/// <param name="Source">Only messages of this message or request are meant.</param>
/// <param name="MessageId">Only this message of the poison queue is meant.</param>
/// <param name="From">Only messages that were poisoned from then on are meant.</param>
/// <param name="To">Only messages that were poisoned until then are meant.</param>
/// <param name="PerSecond">How many users it sends back in a second at most, on average.</param>
/// <param name="Rows">Of an erasure: how many rows of users it has erased, and HubSpot's ids with them; null before it comes to them, and for other tasks.</param>
/// <param name="Hashes">Of an erasure: how many hashes it has removed by which the person could be found.</param>
/// <param name="Detail">Why the app stopped it; null when it did not.</param>
internal sealed record PoisonTaskView(
    string Id,
    PoisonTaskKind Kind,
    PoisonTaskState State,
    bool DryRun,
    DateTimeOffset DecidedAt,
    DateTimeOffset? EndedAt,
    int Messages,
    int Users,
    int Skipped,
    string? Reason,
    string? Source,
    string? MessageId,
    DateTimeOffset? From,
    DateTimeOffset? To,
    int? PerSecond,
    int? Rows,
    int? Hashes,
    string? Detail)
{
    /// <summary>Reports a task.</summary>
    public static PoisonTaskView Of(PoisonTask task) => new(
        task.Id,
        task.Kind,
        task.State,
        task.IsDryRun,
        task.DecidedAt,
        task.EndedAt,
        task.Messages,
        task.Users,
        task.Skipped,
        task.Filter.Reason?.ToString(),
        task.Filter.Source,
        task.Filter.Id,
        task.Filter.From,
        task.Filter.To,
        task.PerSecond,
        task.Rows,
        task.Hashes,
        task.Detail);
}

/// <summary>The tasks over the poison queue, without scans.</summary>
/// <param name="Tasks">The tasks, newest first.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
internal sealed record PoisonTaskList(IReadOnlyList<PoisonTaskView> Tasks, string? Continuation);
