using Azure;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Ledger;

/// <summary>A row of the users table: an outcome, or the claim of a batch that is in flight.</summary>
/// <param name="Outcome">The outcome; null for a claim.</param>
/// <param name="BatchId">The batch that got the outcome, or has the claim.</param>
/// <param name="ClaimedAt">When the claim was made.</param>
/// <param name="IsSwept">Whether nobody was there to find out: the outcome is open to better knowledge.</param>
/// <param name="ContentHash">The hash of the user; null when its source has no id of its producer's.</param>
/// <param name="ETag">The row's version.</param>
internal sealed record LedgerEntry(InputOutcome? Outcome, Guid? BatchId, DateTimeOffset? ClaimedAt, bool IsSwept, string? ContentHash, ETag ETag);
