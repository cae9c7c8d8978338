using System.Globalization;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Retention;

/// <summary>Removes old rows of the library's own tables: by ranges of their keys where these tell the day.</summary>
/// <param name="service">The storage account.</param>
internal sealed class OldRecords(TableServiceClient service)
{
    private readonly TableClient _batches = service.GetTableClient(BatchTable.TableName);
    private readonly TableClient _users = service.GetTableClient(UserTable.TableName);
    private readonly TableClient _poison = service.GetTableClient(PoisonIndex.TableName);
    private readonly TableClient _control = service.GetTableClient(TableNames.Control);
    private readonly TableClient _requests = service.GetTableClient(TableNames.Requests);

    /// <summary>Whether a row has not changed since, by the service's own time.</summary>
    public static bool IsUnchanged(TableEntity row, DateTimeOffset cutoff) => row.Timestamp < cutoff;

    /// <summary>The rows of the partitions of days before that of a time. A row of a day that has not passed wholly stays.</summary>
    public static string Before(DateTimeOffset cutoff) => TableClient.CreateQueryFilter($"PartitionKey lt {DayOf(cutoff)}");

    /// <summary>The rows of all partitions of producers' own ids that have not changed since: their keys tell no day.</summary>
    public static string OfProducers(DateTimeOffset cutoff)
    {
        var (first, last) = (SourceId.ProducerPartitions.First(), SourceId.ProducerPartitions.Last());
        return TableClient.CreateQueryFilter($"PartitionKey ge {first} and PartitionKey le {last} and Timestamp lt {cutoff}");
    }

    /// <summary>Removes the rows of calls.</summary>
    public Task<Removal> RemoveBatchesAsync(RowRemover remover, DateTimeOffset cutoff) => remover.RemoveAsync(_batches, Before(cutoff));

    /// <summary>Removes the hashes by which persons are found.</summary>
    public Task<Removal> RemoveFoundAsync(RowRemover remover, DateTimeOffset cutoff) => remover.RemoveAsync(_requests, PersonIndex.Before(DayOf(cutoff)));

    /// <summary>Removes what says that users were erased: no message that waits can be as old.</summary>
    public Task<Removal> RemoveErasedAsync(RowRemover remover, DateTimeOffset cutoff) => remover.RemoveAsync(_control, ErasedUsers.Before(cutoff));

    /// <summary>Removes what says that users were sent back from the poison queue: no message that waits can be as old.</summary>
    public Task<Removal> RemoveRedrivenAsync(RowRemover remover, DateTimeOffset cutoff) => remover.RemoveAsync(_poison, RedrivenSources.Before(cutoff));

    /// <summary>Removes the tasks over the poison queue that ended.</summary>
    /// <param name="remover">Removes them.</param>
    /// <param name="cutoff">They have not changed since.</param>
    /// <param name="isSteady">Whether one that has not ended has lost its message.</param>
    public async Task<Removal> RemoveTasksAsync(RowRemover remover, DateTimeOffset cutoff, bool isSteady)
    {
        var key = PoisonTaskRow.KeyOf(Guid.CreateVersion7(cutoff).ToString("N"));
        var removal = new Removal(IsComplete: true, Kept: 0, Continuation: null);
        foreach (var partition in (string[])[PoisonTaskRow.Partition, PoisonTaskRow.ScanPartition])
        {
            removal = await remover.RemoveAsync(
                _poison,
                TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {key}"),
                row => IsUnchanged(row, cutoff) && (isSteady || PoisonTaskRow.Read(row).IsOver));
            if (!removal.IsComplete)
            {
                return removal;
            }
        }

        return removal;
    }

    /// <summary>Removes the rows of users whose source has a day.</summary>
    public Task<Removal> RemoveUsersAsync(RowRemover remover, DateTimeOffset cutoff, PoisonSources poison) =>
        remover.RemoveAsync(_users, Before(cutoff), row => IsOld(row, cutoff, poison));

    /// <summary>Removes the rows of users whose source has its producer's own id, by going through all of them.</summary>
    /// <param name="remover">Removes them.</param>
    /// <param name="cutoff">They have not changed since.</param>
    /// <param name="poison">Whose rows stay.</param>
    /// <param name="from">Where an earlier run stopped.</param>
    public Task<Removal> RemoveProducersAsync(RowRemover remover, DateTimeOffset cutoff, PoisonSources poison, string? from) =>
        remover.RemoveAsync(_users, OfProducers(cutoff), row => IsOld(row, cutoff, poison), from);

    /// <summary>Removes the rows of the users of a request that went through the queue, and the counts of its messages.</summary>
    public async Task<Removal> RemoveOfRequestAsync(RowRemover remover, string requestId, DateTimeOffset cutoff, PoisonSources poison)
    {
        var kept = 0;
        foreach (var partition in SourceId.ProducerPartitions)
        {
            var (from, to) = ($"{requestId}.", $"{requestId}/");
            var removal = await remover.RemoveAsync(
                _users,
                TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {to}"),
                row => IsOld(row, cutoff, poison));
            if (!removal.IsComplete)
            {
                return removal;
            }

            kept += removal.Kept;
        }

        var tallies = await remover.RemoveAsync(_requests, TallyTable.OfRequest(requestId));
        return tallies with { Kept = kept };
    }

    private static bool IsOld(TableEntity row, DateTimeOffset cutoff, PoisonSources poison) => IsUnchanged(row, cutoff) && !poison.Have(row.Text("SourceId"));

    private static string DayOf(DateTimeOffset cutoff) => cutoff.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
