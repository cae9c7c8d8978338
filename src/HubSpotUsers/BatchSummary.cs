namespace HubSpotUsers;

/// <summary>The outcome of a batch.</summary>
/// <param name="Id">The batch's id, a UUID of version 7.</param>
/// <param name="Result">Its outcome as a whole.</param>
/// <param name="Counts">How many inputs had which outcome, those of other submissions included.</param>
/// <param name="HubSpotStatus">HubSpot's own status of the batch; null when it gave none.</param>
/// <param name="HttpStatus">The status of HubSpot's response; null when none came.</param>
/// <param name="CorrelationId">HubSpot's id of the call; support asks for it.</param>
public sealed record BatchSummary(
    Guid Id,
    BatchResult Result,
    OutcomeCounts Counts,
    string? HubSpotStatus,
    int? HttpStatus,
    string? CorrelationId);

/// <summary>The outcome of a batch as a whole.</summary>
public enum BatchResult
{
    /// <summary>Every user was created.</summary>
    Succeeded,

    /// <summary>Some users were created, or may have been.</summary>
    PartiallySucceeded,

    /// <summary>No user was created, and at least one has yet to be.</summary>
    Failed,

    /// <summary>It is unknown whether any user was created.</summary>
    Unknown,

    /// <summary>No user was sent: a dry run.</summary>
    DryRun,

    /// <summary>No user was created, since HubSpot has each of them already: nothing is left to do.</summary>
    Duplicate,
}
