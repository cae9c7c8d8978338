using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Batching;

/// <summary>What became of a submission.</summary>
/// <param name="Inputs">One outcome for each input, in the order submitted.</param>
/// <param name="Batches">The batches they were in now, in the order they ended.</param>
public sealed record SubmissionOutcome(IReadOnlyList<InputOutcome> Inputs, IReadOnlyList<BatchSummary> Batches)
{
    /// <summary>Whether an outcome came about now, rather than having been in the ledger already.</summary>
    public bool IsNews(InputOutcome outcome) => Batches.Any(batch => batch.Id == outcome.BatchId);
}
