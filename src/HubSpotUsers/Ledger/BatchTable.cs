using Azure.Data.Tables;

namespace HubSpotUsers.Ledger;

/// <summary>The batches table: a row for every call.</summary>
/// <param name="service">The storage account.</param>
public sealed class BatchTable(TableServiceClient service)
{
    /// <summary>The table of batches.</summary>
    public const string TableName = "HubSpotBatches";

    private readonly TableClient _table = service.GetTableClient(TableName);

    /// <summary>Records a call.</summary>
    internal Task WriteAsync(FinishedCall call) =>
        _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(BatchRow.Create(call), TableUpdateMode.Replace));
}
