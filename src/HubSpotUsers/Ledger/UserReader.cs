using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>Reads the users table, a bounded part of it at a time.</summary>
/// <param name="service">The storage account.</param>
/// <param name="lines">Reads those that have identities of their own.</param>
internal sealed class UserReader(TableServiceClient service, RequestLines lines)
{
    /// <summary>The service gives so many rows at a time (Azure: Query timeout and pagination).</summary>
    private const int RowsOfPage = 1000;

    /// <summary>Neither a message nor a request has more users.</summary>
    private const int MaxUsersOfSource = Submission.MaxInputs;

    private const int ReadsAtOnce = 100;

    private static readonly string[] CountColumns = ["RowKey", "SourceId", "Outcome"];

    private readonly TableClient _table = service.GetTableClient(UserTable.TableName);

    /// <summary>Counts the outcomes of the users of a message or request by their rows.</summary>
    /// <param name="sourceId">The message or request.</param>
    /// <param name="users">How many users it has: many are read in parts, all at once.</param>
    internal async Task<OutcomeCounts> CountAsync(SourceId sourceId, int users)
    {
        // The first digit of the position parts them.
        var parts = users <= RowsOfPage ? [($"{sourceId.Value}-", $"{sourceId.Value}.")] : Enumerable.Range('0', 10).Select(digit => ($"{sourceId.Value}-{(char)digit}", $"{sourceId.Value}-{(char)(digit + 1)}"));
        var counts = await Task.WhenAll(parts.Select(async part => await _table
            .ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {sourceId.PartitionKey} and RowKey ge {part.Item1} and RowKey lt {part.Item2}"), CountColumns)
            .Where(row => row.Text("SourceId") == sourceId.Value && row.Text("Outcome") is not RecordedUser.Pending)
            .AggregateAsync(OutcomeCounts.None, (sum, row) => Enum.TryParse<Outcome>(row.Text("Outcome"), out var outcome) ? sum.Add(outcome, 1) : sum)));
        return counts.Aggregate(OutcomeCounts.None, (sum, part) => sum.Plus(part));
    }

    /// <summary>Reads the users of a message or of a synchronous request, in their order.</summary>
    internal async Task<IReadOnlyList<RecordedUser>> ReadAsync(SourceId sourceId)
    {
        // Every key of the source begins with it and a hyphen; a full stop is the character after the hyphen.
        // Between them stand those of longer ids, too.
        var rows = await ReadAsync(sourceId.PartitionKey, $"{sourceId.Value}-", $"{sourceId.Value}.", MaxUsersOfSource, id => id == sourceId.Value);
        return [.. rows.Select(row => RecordedUser.Find(row)).OfType<RecordedUser>().OrderBy(user => user.View.Index)];
    }

    /// <summary>Reads the users of those messages of a request that begin at a position within bounds, in their order.</summary>
    internal async Task<IReadOnlyList<RecordedUser>> ReadAsync(string requestId, int from, int to)
    {
        var (first, last) = (QueuedSource.From(requestId, from), QueuedSource.From(requestId, to));
        var rows = await Task.WhenAll(SourceId.ProducerPartitions.Select(partition => ReadAsync(
            partition, first, last, to - from + QueuedSource.MaxInputs, id => QueuedSource.Read(requestId, id) is not null)));
        var ofLines = await lines.ReadAsync(requestId, from).TakeWhile(user => user.View.Index < to).ToListAsync();
        return [.. rows.SelectMany(shard => shard)
            .Select(row => RecordedUser.Find(row, QueuedSource.Read(requestId, row.GetString("SourceId"))!.Offset))
            .OfType<RecordedUser>()
            .Concat(ofLines)
            .OrderBy(user => user.View.Index)];
    }

    /// <summary>Reads users by the keys of their rows.</summary>
    /// <param name="keys">Partition and row key, with a slash in between, which no key has.</param>
    internal async Task<IReadOnlyList<RecordedUser>> ReadAsync(IEnumerable<string> keys)
    {
        var rows = new List<TableEntity?>();
        foreach (var some in keys.Chunk(ReadsAtOnce))
        {
            rows.AddRange(await Task.WhenAll(some.Select(key =>
            {
                var slash = key.IndexOf('/', StringComparison.Ordinal);
                return _table.FindAsync(key[..slash], key[(slash + 1)..]);
            })));
        }

        return [.. rows.OfType<TableEntity>().Select(row => RecordedUser.Find(row)).OfType<RecordedUser>().OrderBy(user => user.View.SourceId, StringComparer.Ordinal).ThenBy(user => user.View.Index)];
    }

    private async Task<List<TableEntity>> ReadAsync(string partition, string from, string to, int most, Func<string, bool> isOwn)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
        return await _table.ReadAsync(filter).Where(row => row.Text("SourceId") is { } source && isOwn(source)).Take(most).ToListAsync();
    }
}
