using HubSpotUsers.Ledger;

namespace HubSpotUsers.Batching;

/// <summary>The inputs of one message or request, on their way into batches.</summary>
/// <param name="Source">Where they came from.</param>
/// <param name="SourceId">The identity of the message or request.</param>
/// <param name="Inputs">The inputs.</param>
public sealed record Submission(SubmissionSource Source, SourceId SourceId, IReadOnlyList<SubmittedInput> Inputs)
{
    /// <summary>Which try this is, from 1.</summary>
    public long Attempt { get; init; } = 1;

    /// <summary>The W3C trace context the inputs were sent in; null when there is none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When its message was delivered, as a timestamp of the clock; null when that was just now.</summary>
    public long? DeliveredAt { get; init; }

    /// <summary>Until when its inputs are held, for want of room in the process; null when they are not.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Whether its inputs may have been here before: redelivered, deferred, or with a producer's own key.</summary>
    public bool MayBeKnown { get; init; }

    /// <summary>When its inputs may have been sent before, as their message says; null when it says nothing of that.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Whether a person sent them back from the poison queue, to be tried again.</summary>
    public bool IsRedrive { get; init; }
}
