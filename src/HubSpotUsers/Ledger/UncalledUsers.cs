using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Ledger;

/// <summary>
/// Lists by day the users that ended without a call, which no row of a call names: under an id that another user has, dropped by a person, or of
/// unknown outcome when their attempts were used up. The list is in the batches table, in a partition beside that of the day's calls, and holds
/// nothing that an erasure would have to take from it.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="slots">Counts them among the others.</param>
internal sealed class UncalledUsers(TableServiceClient service, OutcomeSlots slots, TimeProvider time)
{
    private const string Suffix = "-uncalled";
    private const string UserPartition = "UserPartition";
    private const string UserKey = "UserKey";
    private const string LineColumn = "Line";
    private const string Message = "MessageId";

    private const int ReadsAtOnce = 100;

    private readonly TableClient _table = service.GetTableClient(BatchTable.TableName);
    private readonly TableClient _users = service.GetTableClient(UserTable.TableName);

    /// <summary>Lists users, before their own rows are written: a row that does not say so makes the entry void.</summary>
    /// <param name="sourceId">The message they came in.</param>
    /// <param name="ended">Their outcomes.</param>
    /// <param name="line">Where the user is counted that came in a request under an identity of its own.</param>
    /// <param name="messageId">The queue's id of the message, or the request's, of users under an id that another has: of these several may come.</param>
    internal async Task AddAsync(SourceId sourceId, IEnumerable<InputOutcome> ended, RequestLine? line = null, string? messageId = null)
    {
        var now = time.GetUtcNow();
        List<InputOutcome> listed = [.. ended];
        foreach (var some in listed.Select(outcome => EntryOf(sourceId, outcome, line, messageId, now)).Chunk(TableClientExtensions.MaxTransactionRows))
        {
            await _table.UpsertTogetherAsync(some);
        }

        foreach (var outcome in listed)
        {
            slots.Count(outcome.Outcome);
        }
    }

    /// <summary>Reads the users of a day that have their outcome from no call, newest first, each with the key of its entry.</summary>
    /// <param name="day">The day, as <c>yyyyMMdd</c>.</param>
    /// <param name="from">The entry with which they begin; empty for the first.</param>
    /// <param name="outcomes">The outcomes; null for all.</param>
    internal async IAsyncEnumerable<(string RowKey, RecordedUser User)> ReadAsync(
        string day,
        string from,
        IReadOnlyCollection<string>? outcomes,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var partition = day + Suffix;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from}");
        var wanted = outcomes is null ? string.Empty : $" and ({string.Join(" or ", outcomes.Select(outcome => TableClient.CreateQueryFilter($"Outcome eq {outcome}")))})";

        // A message that came twice, since its process died, listed its users twice.
        var listed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entries in _table.ReadAsync(filter + wanted, cancellationToken: cancellationToken).Chunk(ReadsAtOnce).WithCancellation(cancellationToken))
        {
            var users = await Task.WhenAll(entries.Select(entry => FindAsync(entry, cancellationToken)));
            foreach (var (entry, user) in entries.Zip(users))
            {
                if (user is not null && listed.Add($"{entry.Text(UserPartition)}/{entry.Text(UserKey)} {entry.Text(Message)}"))
                {
                    yield return (entry.RowKey, user);
                }
            }
        }
    }

    /// <summary>Gives the user of an entry as it is now; null when its row has another outcome by now, or one from a call.</summary>
    private async Task<RecordedUser?> FindAsync(TableEntity entry, CancellationToken cancellationToken)
    {
        if (entry.Text(UserPartition) is not { } partition || entry.Text(UserKey) is not { } key || !InputKey.IsPossible(partition) || !InputKey.IsPossible(key))
        {
            return null;
        }

        if (entry.Text("ErrorCategory") is OwnCategories.IdReused)
        {
            // The row under its id is that of the other user.
            return WithLine(new TableEntity(entry) { PartitionKey = partition, RowKey = key });
        }

        return await _users.FindAsync(partition, key, cancellationToken) is { } user && user.Id("BatchId") is null && user.Text("Outcome") == entry.Text("Outcome") && user.Text("ErrorCategory") == entry.Text("ErrorCategory")
            ? WithLine(user)
            : null;

        RecordedUser? WithLine(TableEntity row) => RecordedUser.Find(row) is { } found ? found with { Line = entry.Count(LineColumn) } : null;
    }

    private static TableEntity EntryOf(SourceId sourceId, InputOutcome outcome, RequestLine? line, string? messageId, DateTimeOffset now)
    {
        // The keys of calls, so that both lists are read side by side.
        var key = BatchKey.Of(Guid.CreateVersion7(now));
        var entry = new TableEntity(key.PartitionKey + Suffix, key.RowKey)
        {
            [UserPartition] = sourceId.PartitionKey,
            [UserKey] = outcome.InputKey,
            ["SourceId"] = sourceId.Value,
            ["Outcome"] = outcome.Outcome.ToString(),
            ["CompletedAt"] = now,
        };
        entry.AddIfKnown("ErrorCategory", outcome.ErrorCategory);
        entry.AddIfKnown("ErrorMessage", outcome.ErrorMessage);
        entry.AddIfKnown(LineColumn, line?.Line);
        entry.AddIfKnown(Message, messageId);
        return entry;
    }
}
