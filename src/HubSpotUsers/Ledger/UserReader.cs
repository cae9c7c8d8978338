using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace HubSpotUsers.Ledger;

/// <summary>Reads the users table, a bounded part of it at a time.</summary>
/// <param name="service">The storage account.</param>
internal sealed class UserReader(TableServiceClient service)
{
    /// <summary>Neither a message nor a request has more users.</summary>
    private const int MaxUsersOfSource = Submission.MaxInputs;

    private readonly TableClient _table = service.GetTableClient(UserTable.TableName);

    /// <summary>Reads the users of a message or of a request that was answered at once, in their order.</summary>
    internal async Task<IReadOnlyList<RecordedUser>> ReadAsync(SourceId sourceId)
    {
        // Every key of the source begins with it and a hyphen; a full stop is the character after the hyphen.
        // Between them stand those of longer ids, too.
        var rows = await ReadAsync(sourceId.PartitionKey, $"{sourceId.Value}-", $"{sourceId.Value}.", MaxUsersOfSource, id => id == sourceId.Value);
        return [.. rows.Select(row => RecordedUser.Of(row)).OrderBy(user => user.View.Index)];
    }

    /// <summary>Reads the users of those messages of a request that begin at a position within bounds, in their order.</summary>
    internal async Task<IReadOnlyList<RecordedUser>> ReadAsync(string requestId, int from, int to)
    {
        var (first, last) = (QueuedSource.From(requestId, from), QueuedSource.From(requestId, to));
        var rows = await Task.WhenAll(SourceId.ProducerPartitions.Select(partition => ReadAsync(
            partition, first, last, to - from + QueuedSource.MaxInputs, id => QueuedSource.Read(requestId, id) is not null)));
        return [.. rows.SelectMany(shard => shard)
            .Select(row => RecordedUser.Of(row, QueuedSource.Read(requestId, row.GetString("SourceId"))!.Offset))
            .OrderBy(user => user.View.Index)];
    }

    /// <summary>Reads users by the keys of their rows.</summary>
    /// <param name="keys">Partition and row key, with a slash in between, which no key has.</param>
    internal async Task<IReadOnlyList<RecordedUser>> ReadAsync(IEnumerable<string> keys)
    {
        var rows = await Task.WhenAll(keys.Select(async key =>
        {
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(key[..slash], key[(slash + 1)..]);
            return row.HasValue ? row.Value : null;
        }));
        return [.. rows.OfType<TableEntity>().Select(row => RecordedUser.Of(row)).OrderBy(user => user.View.SourceId, StringComparer.Ordinal).ThenBy(user => user.View.Index)];
    }

    private async Task<List<TableEntity>> ReadAsync(string partition, string from, string to, int most, Func<string, bool> isOwn)
    {
        try
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}");
            return await _table.QueryAsync<TableEntity>(filter).Where(row => isOwn(row.GetString("SourceId"))).Take(most).ToListAsync();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return [];
        }
    }
}
