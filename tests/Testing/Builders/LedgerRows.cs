using Azure.Data.Tables;
using HubSpotUsers;
using HubSpotUsers.Ledger;

namespace Testing.Builders;

/// <summary>Builds rows of the users table, and inputs for them.</summary>
internal static class LedgerRows
{
    /// <summary>Inputs of a source that are free to be sent.</summary>
    public static IReadOnlyList<PendingInput> Cleared(int count, string sourceId = "m") =>
        Submissions.Pending(Submissions.Cleared(Submissions.Count(count, sourceId), _ => null)).Inputs;

    /// <summary>An input that is free to be sent in place of the row that was read.</summary>
    public static PendingInput Replacing(TableEntity row, string sourceId = "m")
    {
        var submission = Submissions.Count(1, sourceId);
        return Submissions.Pending(submission with { Inputs = [submission.Inputs[0] with { Clearance = new Clearance(row.ETag, SentAt: null) }] }).Inputs[0];
    }

    public static InputOutcome Found(PendingInput input, Outcome outcome, string? hubSpotId = null) =>
        new() { InputKey = input.Input.Key, Outcome = outcome, HubSpotId = hubSpotId };

    public static TableEntity Row(PendingInput input, Outcome outcome, string? hubSpotId = null) =>
        UserRow.Create(input, Found(input, outcome, hubSpotId), Batches.Now);

    public static TableEntity Swept(PendingInput input) => UserRow.Swept(
        new IntentInput(input.Owner.Submission.SourceId.PartitionKey, input.Input.Key),
        Found(input, Outcome.Unknown) with { BatchId = Batches.Id },
        Batches.Now);
}
