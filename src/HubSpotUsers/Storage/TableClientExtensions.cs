using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace HubSpotUsers.Storage;

/// <summary>Writes to tables that may not exist yet (the deployment makes them, a developer's storage does not), reads from them, and removes rows.</summary>
internal static class TableClientExtensions
{
    /// <summary>A transaction takes 100 entities of one partition (Azure: Entity group transactions).</summary>
    public const int MaxTransactionRows = 100;

    public static async Task CreateOnDemandAsync(this TableClient table, Func<TableClient, Task> write)
    {
        try
        {
            await write(table);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            await table.CreateIfNotExistsAsync();
            await write(table);
        }
    }

    /// <summary>Writes rows of one partition over whatever is there, in a transaction: <see cref="MaxTransactionRows"/> at most.</summary>
    public static Task UpsertTogetherAsync(this TableClient table, IReadOnlyCollection<TableEntity> rows) => table.CreateOnDemandAsync(there =>
        there.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))));

    /// <summary>Reads a row; null when it is not there.</summary>
    public static async Task<TableEntity?> FindAsync(this TableClient table, string partitionKey, string rowKey, CancellationToken cancellationToken = default)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>Removes a row; one that is not there is removed already.</summary>
    public static async Task RemoveIfThereAsync(this TableClient table, string partitionKey, string rowKey)
    {
        try
        {
            await table.DeleteEntityAsync(partitionKey, rowKey, ETag.All);
        }
        catch (RequestFailedException exception) when (exception.Status is 404)
        {
            // Another process was first, or it was never there.
        }
    }

    /// <summary>Reads rows as they come, page by page; a table that does not exist has none.</summary>
    /// <param name="filter">Which rows (Azure: Querying tables and entities).</param>
    /// <param name="columns">The columns that are read; null for all.</param>
    /// <param name="pageSize">How many rows a page has at most; null for as many as the service gives, 1,000.</param>
    public static async IAsyncEnumerable<TableEntity> ReadAsync(
        this TableClient table,
        string filter,
        IEnumerable<string>? columns = null,
        int? pageSize = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var rows = table.QueryAsync<TableEntity>(filter, pageSize, columns, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync())
        {
            yield return rows.Current;
        }

        async ValueTask<bool> NextAsync()
        {
            try
            {
                return await rows.MoveNextAsync();
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
            {
                return false;
            }
        }
    }
}
