using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Redriving;

/// <summary>A task over the poison queue, and how far it is. Free of personal data: corrected inputs are in its message only.</summary>
internal sealed record PoisonTask
{
    /// <summary>The partition of tasks.</summary>
    public const string Partition = "task";

    /// <summary>Its id, a UUID of version 7.</summary>
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    public required PoisonTaskKind Kind { get; init; }

    /// <summary>Which messages it is about.</summary>
    public required PoisonFilter Filter { get; init; }

    /// <summary>When the person decided: later messages are not meant, and later outcomes of users stand.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Whether the person decided about users that may be in HubSpot, too.</summary>
    public bool IsAboutDoubtful { get; init; }

    /// <summary>Whether it only counts.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>How many users it sends back in a second at most; null for as many as it can.</summary>
    public int? PerSecond { get; init; }

    /// <summary>Of a task that marks a user as created: its position in its message.</summary>
    public int? Index { get; init; }

    /// <summary>Of a task that marks a user as created: HubSpot's id of it.</summary>
    public string? HubSpotId { get; init; }

    /// <summary>How far it is.</summary>
    public PoisonTaskState State { get; init; }

    /// <summary>Which slice is next: all before have been followed by another.</summary>
    public int Slice { get; init; }

    /// <summary>How many messages it has done.</summary>
    public int Messages { get; init; }

    /// <summary>How many users were in them.</summary>
    public int Users { get; init; }

    /// <summary>How many messages it left that were meant: they need a decision or a correction.</summary>
    public int Skipped { get; init; }

    /// <summary>When it may send the next user at the earliest.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The row's version.</summary>
    public ETag ETag { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver => State is PoisonTaskState.Done or PoisonTaskState.Stopped;

    /// <summary>Whether it leaves everything, and so counts from the beginning in every slice.</summary>
    public bool IsCounting => IsDryRun || Kind is PoisonTaskKind.Scan;

    /// <summary>Makes its row.</summary>
    public TableEntity ToRow()
    {
        var row = new TableEntity(Partition, Id)
        {
            [nameof(Kind)] = Kind.ToString(),
            [nameof(State)] = State.ToString(),
            [nameof(DecidedAt)] = DecidedAt,
            [nameof(IsAboutDoubtful)] = IsAboutDoubtful,
            [nameof(IsDryRun)] = IsDryRun,
            [nameof(Slice)] = Slice,
            [nameof(Messages)] = Messages,
            [nameof(Users)] = Users,
            [nameof(Skipped)] = Skipped,
        };
        row.AddIfKnown(nameof(PoisonFilter.Reason), Filter.Reason?.ToString());
        row.AddIfKnown(nameof(PoisonFilter.Source), Filter.Source);
        row.AddIfKnown("MessageId", Filter.Id);
        row.AddIfKnown(nameof(PoisonFilter.From), Filter.From);
        row.AddIfKnown(nameof(PoisonFilter.To), Filter.To);
        row.AddIfKnown(nameof(PerSecond), PerSecond);
        row.AddIfKnown(nameof(Index), Index);
        row.AddIfKnown(nameof(HubSpotId), HubSpotId);
        row.AddIfKnown(nameof(NextAt), NextAt);
        row.AddIfKnown(nameof(EndedAt), EndedAt);
        return row;
    }

    /// <summary>Reads a row.</summary>
    public static PoisonTask Read(TableEntity row) => new()
    {
        Id = row.RowKey,
        Kind = Enum.Parse<PoisonTaskKind>(row.GetString(nameof(Kind))),
        State = Enum.Parse<PoisonTaskState>(row.GetString(nameof(State))),
        Filter = new PoisonFilter(
            row.Text(nameof(PoisonFilter.Reason)) is { } reason ? Enum.Parse<PoisonReason>(reason) : null,
            row.Text(nameof(PoisonFilter.Source)),
            row.Text("MessageId"),
            row.Time(nameof(PoisonFilter.From)),
            row.Time(nameof(PoisonFilter.To))),
        DecidedAt = row.Time(nameof(DecidedAt))!.Value,
        IsAboutDoubtful = row.Says(nameof(IsAboutDoubtful)),
        IsDryRun = row.Says(nameof(IsDryRun)),
        PerSecond = (int?)row.Whole(nameof(PerSecond)),
        Index = (int?)row.Whole(nameof(Index)),
        HubSpotId = row.Text(nameof(HubSpotId)),
        Slice = (int)row.Whole(nameof(Slice))!.Value,
        Messages = (int)row.Whole(nameof(Messages))!.Value,
        Users = (int)row.Whole(nameof(Users))!.Value,
        Skipped = (int)row.Whole(nameof(Skipped))!.Value,
        NextAt = row.Time(nameof(NextAt)),
        EndedAt = row.Time(nameof(EndedAt)),
        ETag = row.ETag,
    };
}

/// <summary>What a task does with the messages it is about.</summary>
internal enum PoisonTaskKind
{
    /// <summary>Sends their users back.</summary>
    Redrive,

    /// <summary>Deletes them.</summary>
    Drop,

    /// <summary>Sends corrected users in place of theirs.</summary>
    Correct,

    /// <summary>Records one of their users as created.</summary>
    MarkCreated,

    /// <summary>Lists them.</summary>
    Scan,
}

/// <summary>How far a task is.</summary>
internal enum PoisonTaskState
{
    /// <summary>It has not begun.</summary>
    Queued,

    /// <summary>It has begun.</summary>
    Running,

    /// <summary>It was asked to stop.</summary>
    Stopping,

    /// <summary>It stopped before its end.</summary>
    Stopped,

    /// <summary>It is done.</summary>
    Done,
}
