using Azure;

namespace HubSpotUsers;

/// <summary>What the ledger says of an input that may be sent, but must be claimed first: another process may have been given the same response.</summary>
/// <param name="Row">The version of the row to replace; null when there must be none.</param>
/// <param name="SentAt">When it may first have been sent before, so that HubSpot must be asked first; null when it never was.</param>
public sealed record Clearance(ETag? Row, DateTimeOffset? SentAt)
{
    /// <summary>Whether a person decided that it be sent although it may be impossible to tell whether it was: HubSpot is asked where it can be.</summary>
    public bool IsDecided { get; init; }

    /// <summary>When it may last have been sent: HubSpot may still apply that call; null when that is long ago.</summary>
    public DateTimeOffset? LastSentAt { get; init; }

    /// <summary>The call that left open whether it was created; null when it is not known.</summary>
    public Guid? CallId { get; init; }
}
