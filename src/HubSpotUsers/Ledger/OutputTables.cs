using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Ledger;

/// <summary>The output tables: a row for every batch in <see cref="BatchesTable"/>, a row for every input in <see cref="UsersTable"/>.</summary>
/// <param name="service">The storage account.</param>
public sealed class OutputTables(TableServiceClient service)
{
    /// <summary>The table of batches.</summary>
    public const string BatchesTable = "HubSpotBatches";

    /// <summary>The table of users, which is also the ledger of what is done.</summary>
    public const string UsersTable = "HubSpotUsers";

    /// <summary>A transaction takes 100 entities of one partition (Azure: Entity group transactions).</summary>
    private const int MaxTransactionRows = 100;

    private readonly TableClient _batches = service.GetTableClient(BatchesTable);
    private readonly TableClient _users = service.GetTableClient(UsersTable);

    /// <summary>Records a batch: first what became of its users, then the batch itself.</summary>
    internal async Task WriteAsync(FinishedBatch finished)
    {
        var rows = finished.Batch.Inputs
            .Select((input, index) => (input, outcome: finished.Outcome.Inputs[index]))
            .Where(row => row.outcome.Outcome is not Outcome.Deferred)
            .Select(row => UserRow.Create(row.input, row.outcome, finished));
        await Task.WhenAll(rows
            .GroupBy(row => row.PartitionKey, StringComparer.Ordinal)
            .SelectMany(partition => partition.Chunk(MaxTransactionRows))
            .Select(chunk => WriteAsync(_users, () => _users.SubmitTransactionAsync(
                chunk.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))))));
        await WriteAsync(_batches, () => _batches.UpsertEntityAsync(BatchRow.Create(finished), TableUpdateMode.Replace));
    }

    /// <summary>Writes, and makes the table first if this account does not have it yet.</summary>
    private static async Task WriteAsync(TableClient table, Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            await table.CreateIfNotExistsAsync();
            await write();
        }
    }
}
