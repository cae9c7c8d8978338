using Azure;
using Azure.Data.Tables;

namespace Testing.Fakes;

/// <summary>A table on the far side of a network: what is asked of it takes its time, or fails.</summary>
/// <param name="random">How long a way takes.</param>
/// <param name="longestWay">The longest.</param>
internal sealed class DistantTable(TableClient table, TimeProvider time, Random random, TimeSpan longestWay) : TableClient
{
    /// <summary>Whether nothing gets through.</summary>
    public bool IsAway { get; set; }

    public override Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default) =>
        TravelAsync(() => table.AddEntityAsync(entity, cancellationToken));

    public override Task<Response> UpdateEntityAsync<T>(
        T entity,
        ETag ifMatch,
        TableUpdateMode mode = TableUpdateMode.Merge,
        CancellationToken cancellationToken = default) =>
        TravelAsync(() => table.UpdateEntityAsync(entity, ifMatch, mode, cancellationToken));

    public override Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey,
        string rowKey,
        IEnumerable<string>? select = null,
        CancellationToken cancellationToken = default) =>
        TravelAsync(() => table.GetEntityIfExistsAsync<T>(partitionKey, rowKey, select, cancellationToken));

    private async Task<T> TravelAsync<T>(Func<Task<T>> arrive)
    {
        await WayAsync();
        if (IsAway)
        {
            throw new RequestFailedException(503, "The table is away.");
        }

        var response = await arrive();
        await WayAsync();
        return response;
    }

    private Task WayAsync()
    {
        lock (random)
        {
            return Task.Delay(longestWay * random.NextDouble(), time);
        }
    }
}
