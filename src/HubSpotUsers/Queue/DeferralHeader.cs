using HubSpotUsers.Ledger;

namespace HubSpotUsers.Queue;

/// <summary>What a deferral says of the inputs in it.</summary>
/// <param name="SourceId">The identity of the message they first came in.</param>
/// <param name="FirstSeen">When that message was put on the queue.</param>
/// <param name="Attempt">Which try the next delivery is.</param>
/// <param name="Reason">Why they could not be sent; free of personal data.</param>
/// <param name="NotBefore">When they come back.</param>
/// <param name="TraceParent">The producer's trace context.</param>
internal sealed record DeferralHeader(
    SourceId SourceId,
    DateTimeOffset FirstSeen,
    long Attempt,
    string Reason,
    DateTimeOffset NotBefore,
    string? TraceParent);
