using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Ledger;

/// <summary>All there is to record of a batch.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Result">What came back.</param>
/// <param name="Outcome">What became of its inputs.</param>
/// <param name="Summary">What it came to.</param>
/// <param name="StartedAt">When it was handed to the client.</param>
/// <param name="AnsweredAt">When the client gave its result.</param>
internal sealed record FinishedBatch(
    Batch Batch,
    CallResult Result,
    BatchOutcome Outcome,
    BatchSummary Summary,
    DateTimeOffset StartedAt,
    DateTimeOffset AnsweredAt);
