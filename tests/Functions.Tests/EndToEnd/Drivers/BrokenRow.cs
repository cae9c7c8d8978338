using Api.Requests;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>A user without a position, which no version of the app writes: while it is there, the function fails that lists the users of its request.</summary>
public sealed class BrokenRow : IAsyncDisposable
{
    private readonly TableClient _table;
    private readonly TableEntity _row;

    private BrokenRow(TableClient table, TableEntity row) => (_table, _row) = (table, row);

    /// <summary>Adds it to a request.</summary>
    public static async Task<BrokenRow> AddAsync(string connectionString, string requestId)
    {
        var broken = new BrokenRow(
            new TableServiceClient(connectionString).GetTableClient(UserTable.TableName),
            new TableEntity(RequestId.SourceOf(requestId).PartitionKey, $"{requestId}-none") { ["SourceId"] = requestId, ["Outcome"] = "Pending" });
        await broken._table.AddEntityAsync(broken._row);
        return broken;
    }

    public async ValueTask DisposeAsync() => await _table.DeleteEntityAsync(_row.PartitionKey, _row.RowKey);
}
