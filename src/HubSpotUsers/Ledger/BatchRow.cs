using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>The row of a batch in the batches table. Holds no property value.</summary>
internal static class BatchRow
{
    /// <summary>The property that names the rows of its users, by which a batch is reported with them.</summary>
    public const string Users = "Users";

    /// <summary>The source of a batch with users from the queue and over HTTP.</summary>
    private const string Mixed = "Mixed";

    private const string CreatedIds = "CreatedIds";
    private const string Summary = "ErrorSummary";

    /// <summary>The property that says what inputs in doubt turned out to be, by their keys, so that none is counted twice.</summary>
    private const string Settled = "Settled";

    /// <summary>Makes the row of a call.</summary>
    public static TableEntity Create(FinishedCall call)
    {
        var key = BatchKey.Of(call.Id);
        var (summary, result, response) = (call.Summary, call.Result, call.Result.Response);
        var row = new TableEntity(key.PartitionKey, key.RowKey)
        {
            ["BatchId"] = call.Summary.Id,
            ["Inputs"] = summary.Counts.Total,
            ["Source"] = SourceOf(call.Inputs),
            ["Attempt"] = int.CreateSaturating(call.Inputs.Max(input => input.Owner.Submission.Attempt)),
            ["SentAt"] = call.SentAt,
            ["DurationMs"] = int.CreateSaturating((call.EndedAt - call.SentAt).TotalMilliseconds),
        };
        SetCounts(row, summary.Counts);
        row.AddIfKnown("HttpStatus", (int?)result.HttpStatus);
        row.AddIfKnown("Status", response?.Status);
        row.AddIfKnown("RequestedAt", response?.RequestedAt);
        row.AddIfKnown("StartedAt", response?.StartedAt);
        row.AddIfKnown("CompletedAt", response?.CompletedAt);
        row.AddIfKnown("CorrelationId", result.CorrelationId);
        row.AddIfKnown("ErrorCategory", result.Error?.Category);
        row.AddIfKnown(Summary, ErrorSummary(call));
        row.AddText(Users, Json([.. call.Inputs.Select(input => $"{input.Owner.Submission.SourceId.PartitionKey}/{input.Input.Key}")], LedgerJson.Default.IReadOnlyListString));
        row.AddText(CreatedIds, Json(call.Outcome.CreatedIds, LedgerJson.Default.IReadOnlyListString));
        if (call.Outcome.Anomalies.Count > 0)
        {
            row.AddText("Anomalies", Json(call.Outcome.Anomalies, LedgerJson.Default.IReadOnlyListString));
        }

        return row;
    }

    /// <summary>Makes the row of a batch whose process died before it could record a call, so that its users are found by their day.</summary>
    /// <param name="intent">The batch.</param>
    /// <param name="users">Those of its users whose outcome is unknown.</param>
    public static TableEntity Lost(Intent intent, IReadOnlyList<IntentInput> users)
    {
        var key = BatchKey.Of(intent.BatchId);
        var row = new TableEntity(key.PartitionKey, key.RowKey)
        {
            ["BatchId"] = intent.BatchId,
            ["Inputs"] = users.Count,
            ["SentAt"] = intent.OpenedAt,
            [Summary] = "The process that sent the batch died",
        };
        SetCounts(row, OutcomeCounts.None.Add(Outcome.Unknown, users.Count));
        row.AddText(Users, Json([.. users.Select(user => $"{user.Partition}/{user.Key}").Where(IsUserKey)], LedgerJson.Default.IReadOnlyListString));
        row.AddText(CreatedIds, Json([], LedgerJson.Default.IReadOnlyListString));
        return row;
    }

    /// <summary>Reads the keys of a batch's users; null when they cannot be read. An earlier version named none.</summary>
    public static IReadOnlyList<string>? UsersOf(TableEntity row) => ReadList(row, Users) is { } keys && keys.All(IsUserKey) ? keys : null;

    /// <summary>Moves inputs of a call from doubt, or from what they were settled as before, to what was found out about them.</summary>
    /// <returns>Whether the row says what they were settled as before; otherwise it stays as it is, for a version that can read it.</returns>
    public static bool Settle(TableEntity row, IReadOnlyList<InputOutcome> outcomes)
    {
        if (ReadSettled(row) is not { } settled)
        {
            return false;
        }

        var counts = CountsOf(row);
        foreach (var outcome in outcomes)
        {
            var before = Enum.TryParse<Outcome>(settled.GetValueOrDefault(outcome.InputKey), out var earlier) ? earlier : Outcome.Unknown;
            settled[outcome.InputKey] = outcome.Outcome.ToString();
            counts = counts.Move(before, outcome.Outcome);
        }

        SetCounts(row, counts);
        row.AddText(Settled, Json(settled, LedgerJson.Default.IReadOnlyDictionaryStringString));
        if (ReadList(row, CreatedIds) is { } ids)
        {
            row.AddText(CreatedIds, Json([.. ids.Union(CreatedBy(outcomes), StringComparer.Ordinal)], LedgerJson.Default.IReadOnlyListString));
        }

        return true;
    }

    /// <summary>Takes HubSpot's ids of a user that is erased from the row of its call.</summary>
    /// <returns>Whether the row had one.</returns>
    public static bool Erase(TableEntity row, IReadOnlyList<string> hubSpotIds)
    {
        var (summary, created) = (row.Text(Summary), row.GetText(CreatedIds));
        var shortened = Without(summary, hubSpotIds);

        // Of a list that cannot be read the ids go as they go from any text.
        var left = ReadList(row, CreatedIds) switch
        {
            null => Without(created, hubSpotIds)!,
            var ids when ids.Except(hubSpotIds, StringComparer.Ordinal).ToList() is var others && others.Count < ids.Count => Json(others, LedgerJson.Default.IReadOnlyListString),
            _ => created,
        };
        if (left == created && shortened == summary)
        {
            return false;
        }

        row.AddText(CreatedIds, left);
        row.AddIfKnown(Summary, shortened);
        return true;
    }

    /// <summary>Reads where a batch's users came from. Earlier versions wrote a list.</summary>
    public static string? ReadSource(TableEntity row) => row.Text("Source") is { } source && source.Contains(',', StringComparison.Ordinal) ? Mixed : row.Text("Source");

    /// <summary>Reads how many inputs had which outcome.</summary>
    public static OutcomeCounts CountsOf(TableEntity row)
    {
        return new OutcomeCounts(Count(Outcome.Created), Count(Outcome.Duplicate), Count(Outcome.Rejected), Count(Outcome.Unknown), Count(Outcome.Deferred), Count(Outcome.DryRun));

        int Count(Outcome outcome) => row.Count(outcome.ToString()) ?? 0;
    }

    private static string? Without(string? text, IReadOnlyList<string> hubSpotIds) =>
        hubSpotIds.Aggregate(text, (known, id) => known?.Replace(id, "…", StringComparison.Ordinal));

    private static IReadOnlyList<string>? ReadList(TableEntity row, string name) =>
        TryRead(row, name, LedgerJson.Default.IReadOnlyListString, []) is { } list && list.All(text => text is not null) ? list : null;

    private static Dictionary<string, string?>? ReadSettled(TableEntity row) =>
        TryRead(row, Settled, LedgerJson.Default.IReadOnlyDictionaryStringString, new Dictionary<string, string>(StringComparer.Ordinal)) is { } known
            ? new Dictionary<string, string?>(known!, StringComparer.Ordinal)
            : null;

    private static T? TryRead<T>(TableEntity row, string name, JsonTypeInfo<T> type, T missing)
        where T : class
    {
        switch (row[name])
        {
            case null or "":
                return missing;
            case string:
                try
                {
                    return JsonSerializer.Deserialize(row.GetText(name), type);
                }
                catch (JsonException)
                {
                    return null;
                }

            default:
                return null;
        }
    }

    /// <summary>A key has the partition, a slash, and the row: the source's id, a hyphen, and the position.</summary>
    private static bool IsUserKey(string key) => key.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && key.LastIndexOf('-') > slash;

    private static void SetCounts(TableEntity row, OutcomeCounts counts)
    {
        row["Outcome"] = counts.Result.ToString();
        row[nameof(Outcome.Created)] = counts.Created;
        row[nameof(Outcome.Duplicate)] = counts.Duplicate;
        row[nameof(Outcome.Rejected)] = counts.Rejected;
        row[nameof(Outcome.Unknown)] = counts.Unknown;
        row[nameof(Outcome.Deferred)] = counts.Deferred;
        row[nameof(Outcome.DryRun)] = counts.DryRun;
    }

    private static IEnumerable<string> CreatedBy(IEnumerable<InputOutcome> outcomes) =>
        outcomes.Where(outcome => outcome.Outcome is Outcome.Created).Select(outcome => outcome.HubSpotId).OfType<string>();

    /// <summary>One name, so that a filter needs no list: the table service compares whole values only.</summary>
    private static string SourceOf(IEnumerable<PendingInput> inputs)
    {
        List<SubmissionSource> sources = [.. inputs.Select(input => input.Owner.Submission.Source).Distinct().Take(2)];
        return sources is [var one] ? one.ToString() : Mixed;
    }

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
