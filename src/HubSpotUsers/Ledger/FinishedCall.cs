using HubSpotUsers.HubSpot.Responses;

namespace HubSpotUsers.Ledger;

/// <summary>All there is to record of a call.</summary>
/// <param name="Id">The call's id.</param>
/// <param name="Inputs">The inputs sent.</param>
/// <param name="Result">What came back.</param>
/// <param name="Outcome">What became of the inputs.</param>
/// <param name="SentAt">When it was handed to the client.</param>
/// <param name="EndedAt">When the client returned its result.</param>
internal sealed record FinishedCall(
    Guid Id,
    IReadOnlyList<PendingInput> Inputs,
    CallResult Result,
    BatchOutcome Outcome,
    DateTimeOffset SentAt,
    DateTimeOffset EndedAt)
{
    /// <summary>Which of its process's calls it was, in the order in which they left, from 1; 0 when it did not leave.</summary>
    public long Number { get; init; }

    /// <summary>What it came to.</summary>
    public BatchSummary Summary
    {
        get
        {
            var counts = OutcomeCounts.Of(Outcome.Inputs);
            return new BatchSummary(Id, counts.Result, counts, Result.Response?.Status, (int?)Result.HttpStatus, Result.CorrelationId);
        }
    }

    /// <summary>Gives the call with what was found out about some of its inputs afterwards.</summary>
    /// <param name="outcomes">What the call came to for them.</param>
    public FinishedCall Settle(IReadOnlyDictionary<PendingInput, InputOutcome> outcomes) => this with
    {
        Outcome = Outcome with
        {
            Inputs = [.. Inputs.Select((input, index) => outcomes.GetValueOrDefault(input, Outcome.Inputs[index]))],
            CreatedIds = [.. Outcome.CreatedIds.Union(outcomes.Values.Where(one => one.Outcome is HubSpotUsers.Outcome.Created).Select(one => one.HubSpotId).OfType<string>(), StringComparer.Ordinal)],
        },
    };
}
