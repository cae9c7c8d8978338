namespace HubSpotUsers.HubSpot.Wire;

/// <summary>
/// The response to a batch call: HubSpot's schemas <c>BatchResponseSimplePublicObject</c> and <c>…WithErrors</c> in one,
/// since HubSpot's versions differ in which of them comes with which status code. Every field may be missing.
/// </summary>
public sealed record BatchResponse
{
    /// <summary><c>COMPLETE</c>, <c>PENDING</c>, <c>PROCESSING</c>, <c>CANCELED</c> or <c>CANCELLED</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The records created or found, in arbitrary order.</summary>
    public IReadOnlyList<UserRecord?>? Results { get; init; }

    /// <summary>How many errors HubSpot counted.</summary>
    public int? NumErrors { get; init; }

    /// <summary>What went wrong, one entry for one input or several.</summary>
    public IReadOnlyList<StandardError?>? Errors { get; init; }

    /// <summary>When HubSpot received the request.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>When HubSpot began the batch.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When HubSpot finished the batch.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Related links by name.</summary>
    public IReadOnlyDictionary<string, string?>? Links { get; init; }

    /// <summary>Whether it has none of the fields that say what became of the batch.</summary>
    internal bool IsSilent => this is { Status: null, Results: null, Errors: null };
}
