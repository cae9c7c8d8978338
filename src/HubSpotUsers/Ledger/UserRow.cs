using Azure.Data.Tables;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>The row of an input in the users table. Holds no property value.</summary>
internal static class UserRow
{
    /// <summary>Stands in place of an outcome while a batch has claimed the input.</summary>
    private const string Claimed = "Pending";

    private const string Hash = "ContentHash";
    private const string TraceId = "ObjectWriteTraceId";
    private const string Decided = "DecidedAt";

    /// <summary>Says of a row that all that pointed to a person was taken from it.</summary>
    private const string IsErasedFlag = "Erased";

    /// <summary>The columns that say something of the user, or by which call it is found.</summary>
    private static readonly string[] OfUser = ["BatchId", TraceId, Hash];

    /// <summary>Where rows are filled: an entity that is made of so many properties takes less than one that grows to them.</summary>
    [ThreadStatic]
    private static Dictionary<string, object>? _filling;

    /// <summary>Makes the row of an outcome.</summary>
    public static TableEntity Create(PendingInput input, InputOutcome outcome, DateTimeOffset completedAt)
    {
        var submission = input.Owner.Submission;
        var row = _filling ??= new Dictionary<string, object>(StringComparer.Ordinal);
        row.Clear();
        row[nameof(TableEntity.PartitionKey)] = submission.SourceId.PartitionKey;
        row[nameof(TableEntity.RowKey)] = input.Input.Key;
        row["Outcome"] = Enum.GetName(outcome.Outcome)!;
        row["SourceId"] = submission.SourceId.Value;
        row["Source"] = Enum.GetName(submission.Source)!;
        row["Attempt"] = int.CreateSaturating(submission.Attempt);
        row["CompletedAt"] = completedAt;
        row.AddIfKnown("BatchId", outcome.BatchId);
        row.AddIfKnown("HubSpotId", outcome.HubSpotId);
        row.AddIfKnown("ExistingId", outcome.ExistingId);
        row.AddIfKnown("Reconciled", outcome.IsReconciled ? true : null);
        row.AddIfKnown(TraceId, input.Input.User.ObjectWriteTraceId);
        row.AddIfKnown("ErrorCategory", outcome.ErrorCategory);
        row.AddIfKnown("ErrorMessage", outcome.ErrorMessage);
        row.AddIfKnown(Hash, input.ContentHash);
        row.AddIfKnown(Decided, submission.IsRedrive ? submission.DecidedAt : null);
        return new TableEntity(row);
    }

    /// <summary>
    /// Makes the row of an input which a person decided to send although it may have been created, and which could not be sent: the doubt is as
    /// old as the decision, which still stands.
    /// </summary>
    public static TableEntity Undecided(PendingInput input, DateTimeOffset now)
    {
        var outcome = new InputOutcome { InputKey = input.Input.Key, Outcome = Outcome.Unknown, BatchId = input.OpenCall, ErrorMessage = "A person decided to send the user although it may have been created; it was not sent yet" };
        var row = Create(input, outcome, input.Owner.Submission.DecidedAt ?? now);
        row.Remove(Decided);
        return row;
    }

    /// <summary>Makes the row of a claim.</summary>
    public static TableEntity Claim(PendingInput input, Guid batchId, DateTimeOffset claimedAt)
    {
        var submission = input.Owner.Submission;
        var row = new TableEntity(submission.SourceId.PartitionKey, input.Input.Key)
        {
            ["Outcome"] = Claimed,
            ["SourceId"] = submission.SourceId.Value,
            ["Source"] = submission.Source.ToString(),
            ["Attempt"] = int.CreateSaturating(submission.Attempt),
            ["BatchId"] = batchId,
            ["ClaimedAt"] = claimedAt,
        };
        row.AddIfKnown(TraceId, input.Input.User.ObjectWriteTraceId);
        row.AddIfKnown(Hash, input.ContentHash);
        return row;
    }

    /// <summary>
    /// Keeps what a row says of its user and not of an outcome, where the one who writes an outcome does not know it: a sweep or a person's
    /// decision knows no more than the user's key.
    /// </summary>
    /// <param name="row">The row that is about to be written.</param>
    /// <param name="known">The row that it replaces.</param>
    public static void Keep(TableEntity row, TableEntity known)
    {
        foreach (var column in OfUser)
        {
            if ((!row.TryGetValue(column, out var own) || own is null) && known.TryGetValue(column, out var value))
            {
                row[column] = value;
            }
        }
    }

    /// <summary>Makes the row of an input whose process died and which no other process took over.</summary>
    public static TableEntity Swept(IntentInput input, InputOutcome outcome, DateTimeOffset completedAt) => new(input.Partition, input.Key)
    {
        ["Outcome"] = outcome.Outcome.ToString(),
        ["SourceId"] = InputKey.SourceOf(input.Key),
        ["BatchId"] = outcome.BatchId,
        ["Swept"] = true,
        ["CompletedAt"] = completedAt,
        ["ErrorCategory"] = outcome.ErrorCategory,
        ["ErrorMessage"] = outcome.ErrorMessage,
    };

    /// <summary>Makes the row of an input whose outcome comes from no call: it is poisoned although it may have been sent, or a person decided.</summary>
    /// <param name="sourceId">The identity of its message.</param>
    /// <param name="attempt">Which attempt this was, from 1.</param>
    /// <param name="outcome">What is known of it.</param>
    /// <param name="completedAt">When that was.</param>
    /// <param name="contentHash">The hash of the user; null when it will not be compared.</param>
    /// <param name="decidedAt">When a person decided to send it, if that is what it comes from.</param>
    public static TableEntity Poisoned(SourceId sourceId, long attempt, InputOutcome outcome, DateTimeOffset completedAt, string? contentHash, DateTimeOffset? decidedAt = null)
    {
        var row = new TableEntity(sourceId.PartitionKey, outcome.InputKey)
        {
            ["Outcome"] = outcome.Outcome.ToString(),
            ["SourceId"] = sourceId.Value,
            ["Source"] = nameof(SubmissionSource.Queue),
            ["Attempt"] = int.CreateSaturating(attempt),
            ["CompletedAt"] = completedAt,
        };
        row.AddIfKnown("BatchId", outcome.BatchId);
        row.AddIfKnown("HubSpotId", outcome.HubSpotId);
        row.AddIfKnown("Reconciled", outcome.IsReconciled ? true : null);
        row.AddIfKnown("ErrorCategory", outcome.ErrorCategory);
        row.AddIfKnown("ErrorMessage", outcome.ErrorMessage);
        row.AddIfKnown(Hash, contentHash);
        row.AddIfKnown(Decided, decidedAt);
        return row;
    }

    /// <summary>Makes what stays of a row when its user is erased. A claim is one of a process that died: the user may be in HubSpot.</summary>
    public static TableEntity Erased(TableEntity row, DateTimeOffset erasedAt)
    {
        var known = Read(row);
        var erased = Erased(row.PartitionKey, row.RowKey, row.Text("SourceId") ?? string.Empty, known.Outcome?.Outcome ?? Outcome.Unknown, known.CompletedAt ?? erasedAt);
        erased.AddIfKnown("Source", row.Text("Source"));
        return erased;
    }

    /// <summary>Makes the row of a user that is erased before it had one.</summary>
    public static TableEntity Erased(SourceId sourceId, string key, Outcome outcome, DateTimeOffset erasedAt) =>
        Erased(sourceId.PartitionKey, key, sourceId.Value, outcome, erasedAt);

    /// <summary>Whether a row is what stays of one.</summary>
    public static bool IsErased(TableEntity row) => row.Says(IsErasedFlag);

    /// <summary>Reads a row. One whose outcome this version does not know is a claim from the beginning of time: HubSpot is asked first.</summary>
    public static LedgerEntry Read(TableEntity row)
    {
        var name = row.Text("Outcome");
        var isKnown = Enum.TryParse<Outcome>(name, out var known) && Enum.IsDefined(known);
        var outcome = isKnown
            ? new InputOutcome
            {
                InputKey = row.RowKey,
                Outcome = known,
                BatchId = row.Id("BatchId"),
                HubSpotId = row.Text("HubSpotId"),
                ExistingId = row.Text("ExistingId"),
                IsReconciled = row.Says("Reconciled"),
                ErrorCategory = row.Text("ErrorCategory"),
                ErrorMessage = row.Text("ErrorMessage"),
            }
            : null;
        return new LedgerEntry(
            outcome,
            row.Id("BatchId"),
            isKnown || name is Claimed && row.Time("ClaimedAt") is not null ? row.Time("ClaimedAt") : DateTimeOffset.MinValue,
            row.Says("Swept"),
            row.Text(Hash),
            row.ETag)
        {
            CompletedAt = isKnown ? row.Time("CompletedAt") : null,
            DecidedAt = isKnown ? row.Time(Decided) : null,
        };
    }

    private static TableEntity Erased(string partition, string key, string sourceId, Outcome outcome, DateTimeOffset completedAt)
    {
        var row = new TableEntity(partition, key)
        {
            ["Outcome"] = outcome.ToString(),
            ["SourceId"] = sourceId,
            ["CompletedAt"] = completedAt,
            [IsErasedFlag] = true,
        };
        if (outcome is Outcome.Rejected or Outcome.Unknown)
        {
            row["ErrorCategory"] = OwnCategories.Erased;
            row["ErrorMessage"] = "The user was erased at a person's request";
        }

        return row;
    }
}
