using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Ledger;

/// <summary>
/// Counts what became of the users of requests that went through the queue: a row for each message, in the partition of its request, so that
/// the counts of 50,000 users are one page of 500 rows. A row is written when its message has been handled and before it is deleted, so that
/// a crash in between brings the message back and the row about.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="users">Decides when two deliveries of a message say different things of a user.</param>
internal sealed partial class TallyTable(TableServiceClient service, UserTable users, ILogger<TallyTable> logger)
{
    /// <summary>The column with the identity of a user that has one of its own.</summary>
    internal const string SourceColumn = "SourceId";

    /// <summary>The column with the line of such a user.</summary>
    internal const string LineColumn = "Line";

    private const string PartitionPrefix = "tally-";

    private static readonly string[] CountColumns = ["RowKey", .. Enum.GetNames<Outcome>()];

    private readonly TableClient _table = service.GetTableClient(TableNames.Requests);
    private readonly ConcurrentDictionary<string, byte> _changed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _missed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Takes the ids of the requests of which something was recorded by this process since the last call.</summary>
    internal IReadOnlyList<string> TakeChanged() => Take(_changed);

    /// <summary>Takes the ids of the requests of which something could not be recorded by this process since the last call.</summary>
    internal IReadOnlyList<string> TakeMissed() => Take(_missed);

    /// <summary>Has a request reported as changed.</summary>
    internal void Changed(string requestId) => _changed[requestId] = 0;

    /// <summary>Has a request reported as one whose counts lack something.</summary>
    internal void Missed(string requestId) => _missed[requestId] = 0;

    /// <summary>Records outcomes, unless storage fails: then the request's repair finds them in the users' own rows.</summary>
    /// <param name="sourceId">The message; nothing is recorded of one that is of no request.</param>
    /// <param name="outcomes">What became of its users; those that are deferred are passed over.</param>
    /// <param name="line">Where its user is counted when it has an identity of its own.</param>
    internal async Task TryRecordAsync(string sourceId, IEnumerable<InputOutcome> outcomes, RequestLine? line = null)
    {
        try
        {
            await RecordAsync(sourceId, outcomes, line);
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            // Only messages of a request are recorded at all.
            Missed(QueuedSource.Find(line?.Message ?? sourceId)!.RequestId);
            Log.NotRecorded(logger, sourceId, StorageFailure.StatusOf(exception));
        }
    }

    /// <summary>Records outcomes.</summary>
    /// <param name="sourceId">The message; nothing is recorded of one that is of no request.</param>
    /// <param name="outcomes">What became of its users; those that are deferred are passed over.</param>
    /// <param name="line">Where its user is counted when it has an identity of its own.</param>
    /// <exception cref="Exception">The tables could not be reached: see <see cref="StorageFailure"/>.</exception>
    internal async Task RecordAsync(string sourceId, IEnumerable<InputOutcome> outcomes, RequestLine? line = null)
    {
        if (QueuedSource.Find(line?.Message ?? sourceId) is not { } source)
        {
            return;
        }

        List<(int Position, Outcome Outcome)> known = [.. outcomes
            .Where(outcome => outcome.Outcome is not Outcome.Deferred)
            .Select(outcome => (Position: InputKey.PositionOf(outcome.InputKey) ?? source.Count, outcome.Outcome))
            .Where(one => one.Position < source.Count)];
        if (known.Count > 0)
        {
            await RecordAsync(source, SourceId.OfProducer(sourceId), known, line);
            Changed(source.RequestId);
        }
    }

    /// <summary>Counts the outcomes of a request's users. What a row says that cannot be read is missing.</summary>
    internal async Task<OutcomeCounts> CountAsync(string requestId)
    {
        var total = OutcomeCounts.None;
        await foreach (var row in QueryAsync(requestId, CountColumns))
        {
            total = total.Plus(ReadIfPossible(requestId, row, Tally.CountsOf) ?? OutcomeCounts.None);
        }

        return total;
    }

    /// <summary>Reads the tallies of a request, by the ids of its messages, without those that cannot be read.</summary>
    internal async Task<IReadOnlyDictionary<string, Tally>> ReadAsync(string requestId)
    {
        var tallies = new Dictionary<string, Tally>(StringComparer.Ordinal);
        await foreach (var row in QueryAsync(requestId, columns: null))
        {
            if (ReadIfPossible(requestId, row, Tally.Read) is { } tally)
            {
                tallies.Add($"{requestId}.{row.RowKey}", tally);
            }
        }

        return tallies;
    }

    /// <summary>The tallies of a request.</summary>
    internal static string OfRequest(string requestId) => TableClient.CreateQueryFilter($"PartitionKey eq {PartitionPrefix + requestId}");

    /// <summary>The tallies of those users of a request that have identities of their own, from a position on.</summary>
    internal static string LinesOf(string requestId, int from) =>
        TableClient.CreateQueryFilter($"PartitionKey eq {PartitionPrefix + requestId} and RowKey ge {QueuedSource.From(requestId, from)[(requestId.Length + 1)..]} and Line ge 1");

    private static List<string> Take(ConcurrentDictionary<string, byte> ids) => [.. ids.Keys.Where(id => ids.TryRemove(id, out _))];

    private async Task RecordAsync(QueuedSource source, SourceId sourceId, List<(int Position, Outcome Outcome)> known, RequestLine? line)
    {
        var (partitionKey, rowKey) = (PartitionPrefix + source.RequestId, (line?.Message ?? sourceId.Value)[(source.RequestId.Length + 1)..]);
        var first = known.Aggregate(Tally.Of(source.Count), (tally, one) => tally.With(one.Position, one.Outcome));
        if (await TryAsync(() => _table.CreateOnDemandAsync(table => table.AddEntityAsync(RowOf(first)))))
        {
            return;
        }

        while (true)
        {
            // The row's version is read before the users' own rows are: whoever changes one of them afterwards changes this row, too.
            if (await _table.FindAsync(partitionKey, rowKey) is not { } row)
            {
                // It was removed meanwhile.
                await RecordAsync(source, sourceId, known, line);
                return;
            }

            var read = ReadIfPossible(source.RequestId, row, Tally.Read);
            var before = read ?? (line is null ? await OfUsersAsync(sourceId, source.Count) : Tally.Of(source.Count));
            var after = before;
            foreach (var (position, outcome) in known.Where(one => before[one.Position] != one.Outcome))
            {
                after = after.With(position, before[position] is null ? outcome : await StandingAsync(sourceId, position));
            }

            if (after == read || await TryAsync(() => _table.UpdateEntityAsync(RowOf(after), row.ETag, TableUpdateMode.Replace)))
            {
                return;
            }
        }

        TableEntity RowOf(Tally tally)
        {
            var row = tally.ToRow(partitionKey, rowKey);
            row.AddIfKnown(SourceColumn, line is null ? null : sourceId.Value);
            row.AddIfKnown(LineColumn, line?.Line);
            return row;
        }
    }

    private async Task<Outcome?> StandingAsync(SourceId sourceId, int position) =>
        (await users.ReadAsync(sourceId.PartitionKey, sourceId.InputKey(position)))?.Outcome?.Outcome;

    /// <summary>Makes a tally anew from the users' own rows, which say all that one says.</summary>
    private async Task<Tally> OfUsersAsync(SourceId sourceId, int count)
    {
        var entries = await users.ReadAsync(sourceId);
        return Enumerable.Range(0, count).Aggregate(Tally.Of(count), (tally, position) => tally.With(position, entries.GetValueOrDefault(sourceId.InputKey(position))?.Outcome?.Outcome));
    }

    /// <summary>Reads a row of a request; gives null for one that cannot be read, of which this process reports each once.</summary>
    private T? ReadIfPossible<T>(string requestId, TableEntity row, Func<TableEntity, int, T?> read)
        where T : class
    {
        var id = $"{requestId}.{row.RowKey}";
        var result = QueuedSource.Read(requestId, id) is { } source ? read(row, source.Count) : null;
        if (result is null && _unreadable.TryAdd(id, 0))
        {
            Log.Unreadable(logger, id);
        }

        return result;
    }

    private static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (RequestFailedException exception) when (StorageFailure.IsConflict(exception))
        {
            return false;
        }
    }

    private IAsyncEnumerable<TableEntity> QueryAsync(string requestId, IEnumerable<string>? columns) =>
        _table.ReadAsync(OfRequest(requestId), columns);

    private static partial class Log
    {
        [LoggerMessage(402, LogLevel.Warning, "The outcomes of message {SourceId} could not be counted (HTTP {Status}); the request's counts are repaired from its users' rows.")]
        public static partial void NotRecorded(ILogger logger, string sourceId, int status);

        [LoggerMessage(405, LogLevel.Warning, "The counts of message {SourceId} cannot be read: they are damaged, or another version of the app wrote them. They are missing until one of its users is counted; then they are made anew from its users' rows.")]
        public static partial void Unreadable(ILogger logger, string sourceId);
    }
}
