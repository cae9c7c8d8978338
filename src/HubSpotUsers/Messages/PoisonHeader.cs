using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>What a poison envelope says of what is in it.</summary>
/// <param name="SourceId">The identity of the message it came in.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="Detail">What went wrong, without any value.</param>
/// <param name="CorrelationId">HubSpot's id of the call; null when there was none.</param>
/// <param name="Attempt">Which attempt failed, from 1.</param>
/// <param name="FirstSeen">When the message was put on the queue.</param>
/// <param name="FailedAt">When it failed.</param>
internal sealed record PoisonHeader(
    SourceId SourceId,
    PoisonReason Reason,
    string Detail,
    string? CorrelationId,
    long Attempt,
    DateTimeOffset FirstSeen,
    DateTimeOffset FailedAt)
{
    /// <summary>Where the user is counted when it came in a request under an identity of its own.</summary>
    public RequestLine? Line { get; init; }
}
