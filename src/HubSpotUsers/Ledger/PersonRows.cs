using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>The rows by which a person is found (<see cref="PersonIndex"/>), whatever their day, a page at a time.</summary>
/// <param name="service">The storage account.</param>
internal sealed class PersonRows(TableServiceClient service)
{
    private const int MaxAtOnce = 16;

    private static readonly string All = TableClient.CreateQueryFilter($"PartitionKey ge {PersonIndex.PartitionPrefix} and PartitionKey lt {PersonIndex.PartitionEnd}");

    private readonly TableClient _table = service.GetTableClient(TableNames.Requests);

    /// <summary>Reads a page of the rows with a hash.</summary>
    /// <param name="continuation">Where it begins; null for the first.</param>
    /// <returns>Its rows, and where the next begins; null after the last. A page may be empty.</returns>
    internal Task<(IReadOnlyList<TableEntity> Rows, string? Next)> ReadAsync(string hash, string? continuation) =>
        ReadPageAsync($"{All} and {TableClient.CreateQueryFilter($"RowKey ge {hash + "-"} and RowKey lt {hash + "."}")}", continuation);

    /// <summary>Reads a page of the rows that name users.</summary>
    /// <param name="userKeys">The keys of the users' rows.</param>
    /// <param name="continuation">Where it begins; null for the first.</param>
    internal Task<(IReadOnlyList<TableEntity> Rows, string? Next)> ReadOfUsersAsync(IReadOnlyList<string> userKeys, string? continuation) =>
        ReadPageAsync($"{All} and ({string.Join(" or ", userKeys.Select(key => TableClient.CreateQueryFilter($"UserKey eq {key}")))})", continuation);

    /// <summary>Reads the other rows that the same batch wrote of a user.</summary>
    internal async Task<IReadOnlyList<TableEntity>> ReadBesideAsync(TableEntity row) =>
        await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {row.PartitionKey} and UserKey eq {UserOf(row).Key}")).ToListAsync();

    /// <summary>Removes rows.</summary>
    internal Task RemoveAsync(IReadOnlyList<TableEntity> rows) => Parallel.ForEachAsync(
        rows, new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce }, async (row, _) => await _table.RemoveIfThereAsync(row.PartitionKey, row.RowKey));

    /// <summary>The user's row that a row names.</summary>
    internal static (string Partition, string Key) UserOf(TableEntity row) => (row.Text(PersonIndex.UserPartition) ?? string.Empty, row.Text(PersonIndex.UserKey) ?? string.Empty);

    /// <summary>A continuation that storage does not take (any more) begins anew: what is erased already is passed over.</summary>
    private async Task<(IReadOnlyList<TableEntity> Rows, string? Next)> ReadPageAsync(string filter, string? continuation)
    {
        try
        {
            var page = await _table.QueryAsync<TableEntity>(filter).AsPages(continuation).FirstOrDefaultAsync();
            return page is null ? ([], null) : (page.Values, page.ContinuationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return ([], null);
        }
        catch (RequestFailedException exception) when (exception.Status is 400 && continuation is not null)
        {
            return await ReadPageAsync(filter, continuation: null);
        }
    }
}
