using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>What our own envelopes say of the inputs in them.</summary>
/// <param name="SourceId">The identity of the message they first came in.</param>
/// <param name="FirstSeen">When that message was put on the queue.</param>
/// <param name="Attempt">Which try the next delivery is, from 1.</param>
/// <param name="IsRedrive">Whether a person sent them back from the poison queue, and so decided that they be tried again.</param>
/// <param name="SentAt">When they may have been sent before, so that HubSpot must be asked first; null when nothing is said of that.</param>
public sealed record EnvelopeHeader(SourceId SourceId, DateTimeOffset FirstSeen, long Attempt, bool IsRedrive, DateTimeOffset? SentAt = null);
