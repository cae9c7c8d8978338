using Azure.Data.Tables;
using HubSpotUsers.Ledger;

namespace Benchmarks.Pipeline;

/// <summary>A storage account whose output tables take every row and keep none; its other tables are those of the emulator.</summary>
/// <param name="connectionString">The emulator's.</param>
internal sealed class AcceptingTables(string connectionString) : TableServiceClient(connectionString)
{
    public override TableClient GetTableClient(string tableName) => tableName is UserTable.TableName or BatchTable.TableName or IntentTable.TableName
        ? new AcceptingTable()
        : base.GetTableClient(tableName);
}
