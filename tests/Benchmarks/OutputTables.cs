using Azure.Data.Tables;
using HubSpotUsers.Ledger;

namespace Benchmarks;

/// <summary>
/// Drops the output tables now and then; the function app makes them anew with its next row. The storage emulator keeps all rows in
/// memory and saves them as one text, which ends some way before a million.
/// </summary>
/// <param name="service">The storage emulator.</param>
/// <param name="interval">After how many users.</param>
internal sealed class OutputTables(TableServiceClient service, int interval)
{
    private long _droppedAt;

    /// <summary>Drops them if it is time.</summary>
    /// <param name="users">How many users have been created.</param>
    public async Task DropWhenDueAsync(long users, CancellationToken cancellationToken)
    {
        if (users - _droppedAt >= interval)
        {
            _droppedAt = users;
            await DropAsync(service, cancellationToken);
        }
    }

    /// <summary>Drops them now.</summary>
    public static async Task DropAsync(TableServiceClient service, CancellationToken cancellationToken)
    {
        await service.DeleteTableAsync(UserTable.TableName, cancellationToken);
        await service.DeleteTableAsync(BatchTable.TableName, cancellationToken);
    }
}
