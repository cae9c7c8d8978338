using Api.Responses;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Api.Requests;

/// <summary>The rows of requests in the requests table.</summary>
/// <param name="service">The storage account.</param>
/// <param name="tallies">Is notified of requests that are to be counted.</param>
/// <param name="http">How long a request waits.</param>
/// <param name="ledger">How long a batch is in flight.</param>
internal sealed partial class RequestTable(
    TableServiceClient service,
    TallyTable tallies,
    IOptions<HttpOptions> http,
    IOptions<LedgerOptions> ledger,
    TimeProvider time,
    ILogger<RequestTable> logger)
{
    /// <summary>The table of requests.</summary>
    public const string TableName = TableNames.Requests;

    private readonly TableClient _table = service.GetTableClient(TableName);

    /// <summary>After this a request that is not over has lost its process, and every batch of it is dead.</summary>
    public TimeSpan LongestRun => http.Value.MaxWait + ledger.Value.IntentLifetime;

    /// <summary>Reads a request; null when there is none of that id, or none that can be read.</summary>
    internal async Task<RequestEntry?> FindAsync(string id) => (await LookUpAsync(id)).Entry;

    /// <summary>Reads a request, and tells one that cannot be read from one that is not there.</summary>
    internal async Task<RequestLookUp> LookUpAsync(string id)
    {
        try
        {
            var row = await _table.FindAsync(RequestId.SourceOf(id).PartitionKey, id);
            var entry = row is null ? null : RequestRow.Read(row);
            if (row is not null && entry is null)
            {
                Log.Unreadable(logger, id);
            }

            return new RequestLookUp(entry, row is not null && entry is null);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return new RequestLookUp(Entry: null, IsUnreadable: false);
        }
    }

    /// <summary>Adds a request; null when there is one with its id.</summary>
    internal async Task<RequestEntry?> TryAddAsync(RequestEntry entry)
    {
        try
        {
            Response response = null!;
            await _table.CreateOnDemandAsync(async table => response = await table.AddEntityAsync(RequestRow.ToRow(entry)));
            return entry with { ETag = response.Headers.ETag.GetValueOrDefault() };
        }
        catch (RequestFailedException exception) when (exception.Status is 409)
        {
            return null;
        }
    }

    /// <summary>Writes how far a request is, unless another process has taken it over.</summary>
    /// <returns>The entry as written, or as it was given.</returns>
    internal async Task<RequestEntry> SaveAsync(RequestEntry entry)
    {
        var saved = await TrySaveAsync(entry) ?? entry;
        if (saved.State is RequestState.Queued or RequestState.Interrupted)
        {
            // Users that were handled while the request was put onto the queue could not be counted in its row.
            tallies.Changed(saved.Id);
        }

        return saved;
    }

    /// <summary>Says of a long request that a process is still working on it.</summary>
    internal async Task<RequestEntry> ProlongAsync(RequestEntry entry) =>
        entry.RunsUntil - time.GetUtcNow() > LongestRun / 2 ? entry : await SaveAsync(entry with { RunsUntil = time.GetUtcNow() + LongestRun });

    /// <summary>Says how far an import has been read, before the messages of what was read leave.</summary>
    /// <exception cref="RefusedException">Another caller has taken it over.</exception>
    internal async Task<RequestEntry> AdvanceAsync(RequestEntry entry, ReadPrefix prefix) =>
        await TrySaveAsync(entry with { Prefix = prefix, RunsUntil = time.GetUtcNow() + LongestRun }) ?? throw RunningRequest.Refuse(entry);

    /// <summary>Writes a request as it was read and changed since; null when another process has changed it meanwhile.</summary>
    internal async Task<RequestEntry?> TrySaveAsync(RequestEntry entry)
    {
        try
        {
            var response = await _table.UpdateEntityAsync(RequestRow.ToRow(entry), entry.ETag, TableUpdateMode.Replace);
            return entry with { ETag = response.Headers.ETag.GetValueOrDefault() };
        }
        catch (RequestFailedException exception) when (StorageFailure.IsConflict(exception))
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(320, LogLevel.Warning, "Request {RequestId} cannot be read: another version of the app may have written its row. It is left as it is.")]
        public static partial void Unreadable(ILogger logger, string requestId);
    }
}

/// <summary>What was found of a request.</summary>
/// <param name="Entry">The request; null when there is none, or none that can be read.</param>
/// <param name="IsUnreadable">Whether there is one that cannot be read.</param>
internal readonly record struct RequestLookUp(RequestEntry? Entry, bool IsUnreadable);
