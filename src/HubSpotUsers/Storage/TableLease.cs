using Azure;
using Azure.Data.Tables;

namespace HubSpotUsers.Storage;

/// <summary>A row that one process at a time has: taken with optimistic concurrency, and over by itself when its process died.</summary>
/// <param name="table">The row's table.</param>
/// <param name="partition">The row's partition.</param>
/// <param name="row">The row's key.</param>
internal class TableLease(TableClient table, string partition, string row, TimeProvider time)
{
    /// <summary>Takes the lease.</summary>
    /// <param name="until">When it ends by itself.</param>
    /// <returns>What it is given back by; null while another has it.</returns>
    internal async Task<ETag?> TryTakeAsync(DateTimeOffset until)
    {
        var lease = new TableEntity(partition, row) { ["Until"] = until };
        try
        {
            if (await table.FindAsync(partition, row) is not { } found)
            {
                return (await table.AddEntityAsync(lease)).Headers.ETag;
            }

            return found.Time("Until") > time.GetUtcNow() ? null : (await table.UpdateEntityAsync(lease, found.ETag, TableUpdateMode.Replace)).Headers.ETag;
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Gives the lease back.</summary>
    internal async Task ReleaseAsync(ETag taken)
    {
        try
        {
            await table.DeleteEntityAsync(partition, row, taken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // It ended by itself, and another may have it.
        }
    }
}
