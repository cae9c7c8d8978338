using System.Text.Json.Nodes;

namespace Cli.Wire;

/// <summary>What is in the poison queue, by reason.</summary>
internal sealed record PoisonView(int Messages, bool IsComplete, IReadOnlyList<PoisonGroup> Groups, string? TaskId);

/// <summary>Messages of one reason.</summary>
internal sealed record PoisonGroup(string Reason, int Messages, int Users, DateTimeOffset? Oldest, DateTimeOffset? Newest, int Doubtful, int NeedCorrection);

/// <summary>A page of messages.</summary>
internal sealed record PoisonList(IReadOnlyList<PoisonMessageView> Messages, string? Continuation);

/// <summary>A message.</summary>
internal sealed record PoisonMessageView(
    string Id, string? SourceId, string Reason, int Users, IReadOnlyList<int>? Indexes, DateTimeOffset? FailedAt, bool Doubtful, bool NeedsCorrection, string? Detail);

/// <summary>Which messages are meant, and what is decided.</summary>
internal sealed record PoisonRequest
{
    /// <summary>Those of one reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Those of a request, or of a message or producer's id.</summary>
    public string? Source { get; init; }

    /// <summary>One message.</summary>
    public string? Id { get; init; }

    /// <summary>Those poisoned since then.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Those poisoned until then.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>All.</summary>
    public bool? All { get; init; }

    /// <summary>What is decided about users that may be in HubSpot.</summary>
    public string? Unknown { get; init; }

    /// <summary>Whether it is only counted.</summary>
    public bool? DryRun { get; init; }

    /// <summary>The most users a second.</summary>
    public int? PerSecond { get; init; }
}

/// <summary>Corrected users, as a person wrote them.</summary>
internal sealed record PoisonCorrectionRequest(string Id, IReadOnlyList<JsonObject> Inputs, string? Unknown, bool? DryRun);

/// <summary>A user that a person found in HubSpot.</summary>
internal sealed record PoisonCreatedRequest(string Id, int Index, string HubSpotId);

/// <summary>The tasks over the poison queue, newest first.</summary>
internal sealed record PoisonTaskList(IReadOnlyList<PoisonTaskView> Tasks, string? Continuation);

/// <summary>How far a task is.</summary>
internal sealed record PoisonTaskView(
    string Id,
    string Kind,
    string State,
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
    /// <summary>Whether it ended before it had done everything.</summary>
    public bool IsStopped() => State is "Stopped";

    /// <summary>Whether it does nothing more.</summary>
    public bool IsOver() => State is "Done" || IsStopped();
}
