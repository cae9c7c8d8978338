using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Queue;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Redriving;

/// <summary>
/// Has one invocation at a time go through the poison queue: what it has received is invisible to all others, who would take the rest for the
/// whole. It lasts until everything is visible again, whatever becomes of its process.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="time">The clock.</param>
internal sealed class PoisonLease(TableServiceClient service, TimeProvider time)
{
    private const string Partition = "lease";
    private const string Row = "scan";

    private readonly TableClient _table = service.GetTableClient(PoisonIndex.TableName);

    /// <summary>Takes the lease.</summary>
    /// <param name="until">When it ends by itself.</param>
    /// <returns>What it is given back by; null while another has it.</returns>
    internal async Task<ETag?> TryTakeAsync(DateTimeOffset until)
    {
        var lease = new TableEntity(Partition, Row) { ["Until"] = until };
        try
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(Partition, Row);
            if (!row.HasValue)
            {
                return (await _table.AddEntityAsync(lease)).Headers.ETag;
            }

            return row.Value!.Time("Until") > time.GetUtcNow() ? null : (await _table.UpdateEntityAsync(lease, row.Value!.ETag, TableUpdateMode.Replace)).Headers.ETag;
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
            await _table.DeleteEntityAsync(Partition, Row, taken);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            // It ended by itself, and another may have it.
        }
    }
}
