using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace HubSpotUsers.Storage;

/// <summary>Writes to tables that may not exist yet: the deployment makes them, a developer's storage does not.</summary>
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
}
