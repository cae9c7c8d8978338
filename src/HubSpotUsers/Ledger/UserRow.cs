using Azure.Data.Tables;
using HubSpotUsers.Batching;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Ledger;

/// <summary>The row of an input in the users table. Holds no property value.</summary>
internal static class UserRow
{
    public static TableEntity Create(PendingInput input, InputOutcome outcome, FinishedBatch finished)
    {
        var submission = input.Owner.Submission;
        var row = new TableEntity(submission.SourceId.PartitionKey, input.Input.Key)
        {
            ["Outcome"] = outcome.Outcome.ToString(),
            ["BatchId"] = finished.Batch.Id,
            ["SourceId"] = submission.SourceId.Value,
            ["Source"] = submission.Source.ToString(),
            ["Attempt"] = submission.Attempt,
            ["CompletedAt"] = finished.AnsweredAt,
        };
        row.AddIfKnown("HubSpotId", outcome.HubSpotId);
        row.AddIfKnown("ExistingId", outcome.ExistingId);
        row.AddIfKnown("ObjectWriteTraceId", input.Input.User.ObjectWriteTraceId);
        row.AddIfKnown("ErrorCategory", outcome.ErrorCategory);
        row.AddIfKnown("ErrorMessage", outcome.ErrorMessage);
        return row;
    }
}
