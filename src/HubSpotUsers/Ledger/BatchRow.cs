using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;
using HubSpotUsers.Batching;

namespace HubSpotUsers.Ledger;

/// <summary>The row of a batch in the batches table. Holds no property value.</summary>
internal static class BatchRow
{
    /// <summary>The property that names the rows of its users, by which a batch is told with them.</summary>
    public const string Users = "Users";

    public static TableEntity Create(FinishedCall call)
    {
        var key = BatchKey.Of(call.Summary.Id);
        var (summary, result, response) = (call.Summary, call.Result, call.Result.Response);
        var row = new TableEntity(key.PartitionKey, key.RowKey)
        {
            ["BatchId"] = call.Summary.Id,
            ["Outcome"] = summary.Result.ToString(),
            ["Inputs"] = summary.Counts.Total,
            ["Created"] = summary.Counts.Created,
            ["Duplicate"] = summary.Counts.Duplicate,
            ["Rejected"] = summary.Counts.Rejected,
            ["Unknown"] = summary.Counts.Unknown,
            ["Deferred"] = summary.Counts.Deferred,
            ["DryRun"] = summary.Counts.DryRun,
            ["Source"] = Sources(call.Inputs),
            ["Attempt"] = call.Inputs.Max(input => input.Owner.Submission.Attempt),
            ["SentAt"] = call.SentAt,
            ["DurationMs"] = (long)(call.AnsweredAt - call.SentAt).TotalMilliseconds,
        };
        row.AddIfKnown("HttpStatus", (int?)result.HttpStatus);
        row.AddIfKnown("Status", response?.Status);
        row.AddIfKnown("RequestedAt", response?.RequestedAt);
        row.AddIfKnown("StartedAt", response?.StartedAt);
        row.AddIfKnown("CompletedAt", response?.CompletedAt);
        row.AddIfKnown("CorrelationId", result.CorrelationId);
        row.AddIfKnown("ErrorCategory", result.Error?.Category);
        row.AddIfKnown("ErrorSummary", ErrorSummary(call));
        row.AddText(Users, Json([.. call.Inputs.Select(input => $"{input.Owner.Submission.SourceId.PartitionKey}/{input.Input.Key}")], LedgerJson.Default.IReadOnlyListString));
        row.AddText("CreatedIds", Json(call.Outcome.CreatedIds, LedgerJson.Default.IReadOnlyListString));
        if (response?.Links is { Count: > 0 } links)
        {
            row.AddText("Links", Json(links, LedgerJson.Default.IReadOnlyDictionaryStringString));
        }

        if (call.Outcome.Anomalies.Count > 0)
        {
            row.AddText("Anomalies", Json(call.Outcome.Anomalies, LedgerJson.Default.IReadOnlyListString));
        }

        return row;
    }

    private static string Sources(IEnumerable<PendingInput> inputs) =>
        string.Join(',', inputs.Select(input => input.Owner.Submission.Source).Distinct().Order());

    private static string? ErrorSummary(FinishedCall call)
    {
        var errors = call.Outcome.Inputs
            .Where(input => input.ErrorCategory is not null || input.ErrorMessage is not null)
            .GroupBy(input => (input.ErrorCategory, input.ErrorMessage))
            .OrderByDescending(group => group.Count())
            .Take(10)
            .Select(group => $"{group.Count()} × {group.Key.ErrorCategory} {group.Key.ErrorMessage}".Trim())
            .ToList();
        return errors.Count is 0 ? null : string.Join("; ", errors);
    }

    private static string Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);
}
