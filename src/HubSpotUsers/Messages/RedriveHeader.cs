using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>
/// The header of users that a person sends back from the poison queue. On the wire it is a poison header with <c>decidedAt</c>: an instance
/// of an earlier version reads it, too.
/// </summary>
/// <param name="SourceId">The identity of the message they first came in.</param>
/// <param name="FirstSeen">When that message was put on the queue.</param>
/// <param name="Reason">Why they were in the poison queue; <see cref="PoisonReason.Unknown"/> has HubSpot asked first.</param>
/// <param name="DecidedAt">When the person decided: a later outcome of the users outranks the decision.</param>
internal sealed record RedriveHeader(SourceId SourceId, DateTimeOffset FirstSeen, PoisonReason Reason, DateTimeOffset DecidedAt)
{
    /// <summary>Where the user is counted when it came in a request under an identity of its own.</summary>
    public RequestLine? Line { get; init; }
}
