using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Watching;

/// <summary>The rows of the processes, in the control table.</summary>
/// <param name="service">The storage account.</param>
internal sealed class InstanceTable(TableServiceClient service, TimeProvider time)
{
    /// <summary>A process that has said nothing for so long has ended.</summary>
    private static readonly TimeSpan AliveFor = TimeSpan.FromMinutes(1);

    /// <summary>The row of a process that died stays for so long, for those who look for it.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly TableClient _table = service.GetTableClient(TableNames.Control);

    /// <summary>Writes what a process says of itself.</summary>
    internal Task WriteAsync(InstanceState state) => _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(state.ToRow(), TableUpdateMode.Replace));

    /// <summary>Removes the row of a process that ends.</summary>
    internal Task RemoveAsync(string id) => _table.DeleteEntityAsync(InstanceState.Partition, id, ETag.All);

    /// <summary>Reads the processes that are there, the oldest first.</summary>
    internal async Task<IReadOnlyList<InstanceState>> ReadAsync()
    {
        var all = await ReadAllAsync();
        return [.. all.Where(state => time.GetUtcNow() - state.SeenAt <= AliveFor).OrderBy(state => state.StartedAt)];
    }

    /// <summary>Removes the rows of processes that died long ago.</summary>
    internal async Task SweepAsync()
    {
        foreach (var state in await ReadAllAsync())
        {
            if (time.GetUtcNow() - state.SeenAt > KeptFor)
            {
                await RemoveAsync(state.Id);
            }
        }
    }

    private async Task<List<InstanceState>> ReadAllAsync() =>
        await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {InstanceState.Partition}")).Select(InstanceState.FromRow).ToListAsync();
}
