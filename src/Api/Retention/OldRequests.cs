using Api.Requests;
using Azure.Data.Tables;
using HubSpotUsers.Retention;
using HubSpotUsers.Storage;

namespace Api.Retention;

/// <summary>Removes old requests with all that is kept of them, and keys whose time is over.</summary>
/// <param name="service">The storage account.</param>
/// <param name="records">Removes the rows of their users.</param>
internal sealed class OldRequests(TableServiceClient service, OldRecords records, TimeProvider time)
{
    private static readonly string IsImmediate = TableClient.CreateQueryFilter($" and Kind eq {nameof(RequestKind.Immediate)}");

    private readonly TableClient _table = service.GetTableClient(TableNames.Requests);

    /// <summary>Removes the keys whose time is over.</summary>
    public Task<Removal> RemoveKeysAsync(RowRemover remover) => remover.RemoveAsync(_table, KeyTable.ExpiredBy(time.GetUtcNow()));

    /// <summary>
    /// Removes requests that went through the queue, by the list of uploads. A request's row goes first, for whoever reads one counts its
    /// users; its row of the list goes last, by which the next run finds what is left of it.
    /// </summary>
    public async Task<Removal> RemoveQueuedAsync(RowRemover remover, DateTimeOffset cutoff, PoisonSources poison)
    {
        var kept = 0;
        await foreach (var listed in _table.ReadAsync(UploadIndex.Before(cutoff)))
        {
            var removal = listed.Text("RequestId") is { } id && !poison.HaveRequest(id)
                ? await RemoveAsync(remover, id, cutoff, poison)
                : new Removal(IsComplete: !remover.IsOver, Kept: 1, Continuation: null);
            if (removal.IsComplete && removal.Kept is 0)
            {
                removal = await remover.RemoveAsync(_table, KeyFilter(listed.PartitionKey, listed.RowKey));
            }

            if (!removal.IsComplete)
            {
                return removal;
            }

            kept += removal.Kept;
        }

        return new Removal(IsComplete: true, kept, Continuation: null);
    }

    /// <summary>Removes synchronous requests that have an id of the app's own, which tells the day.</summary>
    public Task<Removal> RemoveImmediateAsync(RowRemover remover, DateTimeOffset cutoff) =>
        remover.RemoveAsync(_table, OldRecords.Before(cutoff) + IsImmediate, row => OldRecords.IsUnchanged(row, cutoff));

    /// <summary>Removes synchronous requests that have their producer's own id, by going through all of them.</summary>
    public Task<Removal> RemoveProducersAsync(RowRemover remover, DateTimeOffset cutoff) =>
        remover.RemoveAsync(_table, OldRecords.OfProducers(cutoff) + IsImmediate, row => OldRecords.IsUnchanged(row, cutoff));

    private async Task<Removal> RemoveAsync(RowRemover remover, string id, DateTimeOffset cutoff, PoisonSources poison)
    {
        var request = await remover.RemoveAsync(_table, KeyFilter(RequestId.SourceOf(id).PartitionKey, id), row => OldRecords.IsUnchanged(row, cutoff));
        if (!request.IsComplete || request.Kept > 0)
        {
            return request;
        }

        var users = await records.RemoveOfRequestAsync(remover, id, cutoff, poison);
        return users.IsComplete ? await remover.RemoveAsync(_table, FaultTable.OfRequest(id)) with { Kept = users.Kept } : users;
    }

    private static string KeyFilter(string partition, string row) => TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey eq {row}");
}
