using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Ledger;

/// <summary>All there is to record of a call.</summary>
/// <param name="Inputs">The inputs sent.</param>
/// <param name="Result">What came back.</param>
/// <param name="Outcome">What became of the inputs.</param>
/// <param name="Summary">What it came to.</param>
/// <param name="SentAt">When it was handed to the client.</param>
/// <param name="AnsweredAt">When the client gave its result.</param>
internal sealed record FinishedCall(
    IReadOnlyList<PendingInput> Inputs,
    CallResult Result,
    BatchOutcome Outcome,
    BatchSummary Summary,
    DateTimeOffset SentAt,
    DateTimeOffset AnsweredAt);
