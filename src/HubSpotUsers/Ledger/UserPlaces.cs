using System.Globalization;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Ledger;

/// <summary>Finds the rows of a user by its place.</summary>
/// <param name="service">The storage account.</param>
internal sealed class UserPlaces(TableServiceClient service, TimeProvider time)
{
    /// <summary>The id of a queue message does not say its day, so every day is tried: as many as rows can be kept for.</summary>
    private const int MaxDays = 3650;

    private const int DaysAtOnce = 100;

    private static readonly string[] Keys = ["PartitionKey", "RowKey", "SourceId"];

    private readonly TableClient _table = service.GetTableClient(UserTable.TableName);

    /// <summary>Finds them; none when the user has not been handled yet.</summary>
    internal async Task<IReadOnlyList<TableEntity>> FindAsync(UserPlace place)
    {
        List<TableEntity> found = [.. await OfRequestAsync(place)];
        var key = SourceId.OfProducer(place.Source).InputKey(place.Index);
        if (await FindAsync(SourceId.OfProducer(place.Source).PartitionKey, key) is { } ofProducer)
        {
            found.Add(ofProducer);
        }

        return found.Count > 0 ? found : await OfDayAsync(place.Source, key);
    }

    /// <summary>The users of a queued request are in messages, each with an id that says where it begins.</summary>
    private async Task<IReadOnlyList<TableEntity>> OfRequestAsync(UserPlace place)
    {
        var (first, last) = (QueuedSource.From(place.Source, Math.Max(0, place.Index - QueuedSource.MaxInputs + 1)), QueuedSource.From(place.Source, place.Index + 1));
        var read = await Task.WhenAll(SourceId.ProducerPartitions.Select(async partition => await _table
            .ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first} and RowKey lt {last}"), Keys)
            .Where(row => row.Text("SourceId") is { } source && InputKey.PositionOf(row.RowKey) is { } position && UserPlace.Of(source, position) == place)
            .ToListAsync()));
        return [.. read.SelectMany(rows => rows)];
    }

    private async Task<IReadOnlyList<TableEntity>> OfDayAsync(string source, string key)
    {
        if (Guid.TryParse(source, out var id) && BatchKey.Find(id) is not null)
        {
            return await FindAsync(SourceId.Of(source, TimeOf(id)).PartitionKey, key) is { } row ? [row] : [];
        }

        // A row may be of the day after: the clock of storage is another one.
        foreach (var days in Enumerable.Range(-1, MaxDays).Chunk(DaysAtOnce))
        {
            var rows = await Task.WhenAll(days.Select(back => FindAsync(SourceId.Of(source, time.GetUtcNow().AddDays(-back)).PartitionKey, key)));
            if (rows.OfType<TableEntity>().ToList() is { Count: > 0 } found)
            {
                return found;
            }
        }

        return [];
    }

    private async Task<TableEntity?> FindAsync(string partition, string key) =>
        await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey eq {key}"), Keys).FirstOrDefaultAsync();

    private static DateTimeOffset TimeOf(Guid id) =>
        DateTimeOffset.ParseExact(BatchKey.Of(id).PartitionKey, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
