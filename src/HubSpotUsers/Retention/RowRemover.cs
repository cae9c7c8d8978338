using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Retention;

/// <summary>Removes rows for as long as one run may take. A row that changes meanwhile stays, so that several processes may do the same at once.</summary>
/// <param name="endsAt">When the run is over.</param>
/// <param name="cancellationToken">Ends the run early.</param>
internal sealed class RowRemover(DateTimeOffset endsAt, TimeProvider time, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, int> _removed = new(StringComparer.Ordinal);

    /// <summary>How many rows were removed, by their table.</summary>
    public IReadOnlyDictionary<string, int> Removed => _removed;

    /// <summary>Whether the run is over.</summary>
    public bool IsOver => cancellationToken.IsCancellationRequested || time.GetUtcNow() >= endsAt;

    /// <summary>Removes rows.</summary>
    /// <param name="table">Their table; one that does not exist has none.</param>
    /// <param name="filter">Which of its rows are read (Azure: Querying tables and entities).</param>
    /// <param name="isOld">Which of those are removed; null for all.</param>
    /// <param name="from">Where an earlier run stopped reading; null for the beginning.</param>
    public async Task<Removal> RemoveAsync(TableClient table, string filter, Func<TableEntity, bool>? isOld = null, string? from = null)
    {
        var (kept, read) = (0, from);
        try
        {
            await foreach (var page in table.QueryAsync<TableEntity>(filter).AsPages(from))
            {
                foreach (var rows in page.Values.GroupBy(row => row.PartitionKey, StringComparer.Ordinal))
                {
                    var old = rows.Where(row => isOld?.Invoke(row) is not false).ToList();
                    kept += rows.Count() - old.Count;
                    foreach (var chunk in old.Chunk(TableClientExtensions.MaxTransactionRows))
                    {
                        if (IsOver)
                        {
                            return new Removal(IsComplete: false, kept, read);
                        }

                        kept += chunk.Length - await RemoveAsync(table, chunk);
                    }
                }

                read = page.ContinuationToken;
                if (read is not null && IsOver)
                {
                    return new Removal(IsComplete: false, kept, read);
                }
            }
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            // A developer's storage has a table once something is written to it.
        }
        catch (RequestFailedException exception) when (exception.Status is 400 && from is not null && read == from)
        {
            // Storage does not take where it was to go on, and never will: kept, it would block every run.
            return new Removal(IsComplete: false, kept, Continuation: null);
        }

        return new Removal(IsComplete: true, kept, Continuation: null);
    }

    private async Task<int> RemoveAsync(TableClient table, TableEntity[] rows)
    {
        int removed;
        try
        {
            await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, row.ETag)), CancellationToken.None);
            removed = rows.Length;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // A transaction takes all or none, and one of them was changed or removed by another process.
            removed = (await Task.WhenAll(rows.Select(row => TryRemoveAsync(table, row)))).Count(isRemoved => isRemoved);
        }

        _removed[table.Name] = _removed.GetValueOrDefault(table.Name) + removed;
        return removed;
    }

    private static async Task<bool> TryRemoveAsync(TableClient table, TableEntity row)
    {
        try
        {
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag);
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return exception.Status is 404;
        }
    }
}

/// <summary>What became of the rows that were read.</summary>
/// <param name="IsComplete">Whether all were read; otherwise the next run continues.</param>
/// <param name="Kept">How many of them stay.</param>
/// <param name="Continuation">Where the next run continues; null at the beginning.</param>
internal sealed record Removal(bool IsComplete, int Kept, string? Continuation);
