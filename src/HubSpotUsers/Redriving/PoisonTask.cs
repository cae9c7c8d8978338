using Azure;

namespace HubSpotUsers.Redriving;

/// <summary>A task over the poison queue, and how far it is. Free of personal data: corrected inputs are in its message only.</summary>
internal sealed record PoisonTask
{
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

    /// <summary>How many users it sends back in a second at most, on average; null for as many as it can.</summary>
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

    /// <summary>Of an erasure: how many rows of users; at least so many, when its process died in between. Null before it comes to them, and for other tasks.</summary>
    public int? Rows { get; init; }

    /// <summary>Of an erasure: how many hashes by which the person was found.</summary>
    public int? Hashes { get; init; }

    /// <summary>When it may send the next user at the earliest.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was stopped, when no person did it; null otherwise.</summary>
    public string? Detail { get; init; }

    /// <summary>When its row was last written.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The row's version.</summary>
    public ETag ETag { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool IsOver => State is PoisonTaskState.Done or PoisonTaskState.Stopped;

    /// <summary>Whether it leaves everything, and so counts from the beginning in every slice.</summary>
    public bool IsCounting => IsDryRun || Kind is PoisonTaskKind.Scan;
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

    /// <summary>Takes a person out of them, and out of the tables.</summary>
    Erase,

    /// <summary>Something that this version of the app does not know; it is not carried out.</summary>
    Unknown,
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
