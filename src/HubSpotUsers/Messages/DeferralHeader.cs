using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>What a deferral says of the inputs in it.</summary>
/// <param name="SourceId">The identity of the message they first came in.</param>
/// <param name="FirstSeen">When that message was put on the queue.</param>
/// <param name="Attempt">Which attempt the next delivery is.</param>
/// <param name="Reason">Why they could not be sent; free of personal data.</param>
/// <param name="NotBefore">When they come back.</param>
/// <param name="TraceParent">The producer's trace context.</param>
/// <param name="SentAt">When they may first have been sent; null when they certainly were not.</param>
/// <param name="IsRedrive">Whether a person sent them back from the poison queue.</param>
/// <param name="DecidedAt">When that person decided; null when it is not known.</param>
internal sealed record DeferralHeader(
    SourceId SourceId,
    DateTimeOffset FirstSeen,
    long Attempt,
    string Reason,
    DateTimeOffset NotBefore,
    string? TraceParent,
    DateTimeOffset? SentAt = null,
    bool IsRedrive = false,
    DateTimeOffset? DecidedAt = null)
{
    /// <summary>Of so many batches a header says that they created none of its users; of others the ledger alone tells.</summary>
    public const int MaxNotApplied = 10;

    /// <summary>The batches that certainly created none of them, although their intents or claims may still stand.</summary>
    public IReadOnlyList<Guid> NotAppliedIn { get; init; } = [];

    /// <summary>Where the user is counted when it came in a request under an identity of its own.</summary>
    public RequestLine? Line { get; init; }
}
