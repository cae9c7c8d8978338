using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace HubSpotUsers.Storage;

/// <summary>Writes to tables that may not exist yet (the deployment makes them, a developer's storage does not), and removes rows.</summary>
internal static class TableClientExtensions
{
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
}
