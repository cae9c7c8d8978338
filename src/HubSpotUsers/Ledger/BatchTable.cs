using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>The batches table: a row for every call.</summary>
/// <param name="service">The storage account.</param>
internal sealed class BatchTable(TableServiceClient service)
{
    /// <summary>The table of batches.</summary>
    public const string TableName = "HubSpotBatches";

    private readonly TableClient _table = service.GetTableClient(TableName);

    /// <summary>Records a call.</summary>
    internal Task WriteAsync(FinishedCall call) =>
        _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(BatchRow.Create(call), TableUpdateMode.Replace));

    /// <summary>Records a batch whose process died, unless it had recorded its first call, or no batch of this version can have its id.</summary>
    internal async Task AddLostAsync(Intent intent, IReadOnlyList<IntentInput> users)
    {
        if (BatchKey.Find(intent.BatchId) is null)
        {
            return;
        }

        try
        {
            await _table.CreateOnDemandAsync(table => table.AddEntityAsync(BatchRow.Lost(intent, users)));
        }
        catch (RequestFailedException exception) when (exception.Status is 409)
        {
            // That row names all its users.
        }
    }

    /// <summary>Writes into the row of an earlier call what was found out about some of its inputs; does nothing when there is no such row, as when its process died before it wrote it.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="outcomes">What the call came to for them.</param>
    /// <returns>Whether the row, if there is one, says it now: one that cannot be read is left as it is.</returns>
    internal async Task<bool> SettleAsync(Guid callId, IReadOnlyList<InputOutcome> outcomes)
    {
        var isReadable = true;
        if (BatchKey.Find(callId) is { } key)
        {
            await ChangeAsync(key, row => isReadable = BatchRow.Settle(row, outcomes));
        }

        return isReadable;
    }

    /// <summary>Takes HubSpot's ids of a user that is erased from the row of its call.</summary>
    /// <param name="callId">The call; null when the user was in none.</param>
    /// <param name="hubSpotIds">The ids.</param>
    internal Task EraseAsync(Guid? callId, IReadOnlyList<string> hubSpotIds) =>
        hubSpotIds.Count > 0 && callId is { } id && BatchKey.Find(id) is { } key ? ChangeAsync(key, row => BatchRow.Erase(row, hubSpotIds)) : Task.CompletedTask;

    private async Task ChangeAsync(BatchKey key, Func<TableEntity, bool> change)
    {
        while (await _table.FindAsync(key.PartitionKey, key.RowKey) is { } row && change(row))
        {
            try
            {
                await _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
                return;
            }
            catch (RequestFailedException exception) when (StorageFailure.IsConflict(exception))
            {
                // Another delivery settles other inputs of the call; look again.
            }
        }
    }
}
