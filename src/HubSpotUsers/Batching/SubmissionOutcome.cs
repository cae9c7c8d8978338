using System.Collections.Frozen;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Batching;

/// <summary>What became of a submission.</summary>
/// <param name="Inputs">One outcome for each input, in the order submitted.</param>
/// <param name="Batches">The batches they were in now, in the order they were sent.</param>
public sealed record SubmissionOutcome(IReadOnlyList<InputOutcome> Inputs, IReadOnlyList<BatchSummary> Batches)
{
    /// <summary>The keys of the inputs whose outcomes were in the ledger already.</summary>
    public IReadOnlySet<string> KnownKeys { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether an outcome came about now, with a call or, for want of a way to ask HubSpot, without one.</summary>
    public bool IsNews(InputOutcome outcome) => !KnownKeys.Contains(outcome.InputKey);
}
