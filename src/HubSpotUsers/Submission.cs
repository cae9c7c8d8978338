using System.Collections.Frozen;

namespace HubSpotUsers;

/// <summary>The inputs of one message or request, on their way into batches.</summary>
/// <param name="Source">Where they came from.</param>
/// <param name="SourceId">The identity of the message or request.</param>
/// <param name="Inputs">The inputs.</param>
public sealed record Submission(SubmissionSource Source, SourceId SourceId, IReadOnlyList<SubmittedInput> Inputs)
{
    /// <summary>The most inputs of one submission: what an HTTP body of 8 MiB holds of small users, in some 50 MB of memory.</summary>
    public const int MaxInputs = 50_000;

    /// <summary>Which attempt this is, from 1.</summary>
    public long Attempt { get; init; } = 1;

    /// <summary>The W3C trace context the inputs were sent in; null when there is none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When its message was delivered, as a timestamp of the clock; null when it has just been delivered.</summary>
    public long? DeliveredAt { get; init; }

    /// <summary>Until when its inputs are held, for want of room in the process; null when they are not.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Whether its inputs may have been here before: redelivered, deferred, or with a producer's own key.</summary>
    public bool MayBeKnown { get; init; }

    /// <summary>When its inputs may have been sent before, as their message says; null when it says nothing of that.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The batches that certainly did not create its inputs, as their message says: their intents and claims are no doubt.</summary>
    internal IReadOnlyCollection<Guid> NotAppliedIn { get; init; } = [];

    /// <summary>Whether a person sent them back from the poison queue, to be tried again.</summary>
    public bool IsRedrive { get; init; }

    /// <summary>When that person decided: an outcome that came about later stands. Null when it is not known, and the decision is about any.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>Where inputs came from.</summary>
public enum SubmissionSource
{
    /// <summary>A queue message.</summary>
    Queue,

    /// <summary>An HTTP request.</summary>
    Http,
}

/// <summary>An input of a submission.</summary>
/// <param name="Index">Its position in the message or request, from 0.</param>
/// <param name="User">The user to create.</param>
/// <param name="Clearance">What the ledger says, when it was asked.</param>
public sealed record SubmittedInput(int Index, UserInput User, Clearance? Clearance = null)
{
    /// <summary>Its hash, for its row; null when it will not be compared.</summary>
    internal string? ContentHash { get; init; }
}

/// <summary>What became of a submission.</summary>
/// <param name="Inputs">One outcome for each input, in the order submitted.</param>
/// <param name="Batches">The batches they were in now, in the order they were sent.</param>
public sealed record SubmissionOutcome(IReadOnlyList<InputOutcome> Inputs, IReadOnlyList<BatchSummary> Batches)
{
    /// <summary>The keys of the inputs whose outcomes were in the ledger already.</summary>
    public IReadOnlySet<string> KnownKeys { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether an outcome came about now, with a call or, for want of a way to ask HubSpot, without one.</summary>
    public bool IsNews(InputOutcome outcome) => !KnownKeys.Contains(outcome.InputKey);
}
