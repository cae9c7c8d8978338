namespace HubSpotUsers.Ledger;

/// <summary>What is on record of a batch.</summary>
/// <param name="Id">The batch's id, a UUID of version 7.</param>
/// <param name="Outcome">Its outcome as a whole.</param>
/// <param name="Counts">How many users had which outcome.</param>
/// <param name="HubSpotStatus">HubSpot's own status of the batch.</param>
/// <param name="HttpStatus">The status of HubSpot's response; null when none came.</param>
/// <param name="CorrelationId">HubSpot's id of the call; support asks for it.</param>
/// <param name="ErrorCategory">HubSpot's category of the error.</param>
/// <param name="ErrorSummary">What went wrong, most frequent first.</param>
/// <param name="Source">Where its users came from: Queue, Http, or Mixed for both.</param>
/// <param name="SentAt">When it was sent.</param>
/// <param name="DurationMs">How long HubSpot took, in milliseconds.</param>
public sealed record BatchView(
    Guid Id,
    BatchResult Outcome,
    OutcomeCounts Counts,
    string? HubSpotStatus,
    int? HttpStatus,
    string? CorrelationId,
    string? ErrorCategory,
    string? ErrorSummary,
    string? Source,
    DateTimeOffset? SentAt,
    int? DurationMs);
