using Api.Responses;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Api.Requests;

/// <summary>The requests table: a row for every request, and one for every idempotency key that names it.</summary>
/// <param name="service">The storage account.</param>
/// <param name="index">The list of uploads.</param>
/// <param name="tallies">Is notified of requests that are to be counted.</param>
/// <param name="http">How long a request waits.</param>
/// <param name="ledger">How long a batch is in flight.</param>
internal sealed partial class RequestTable(
    TableServiceClient service,
    KeyTable keys,
    UploadIndex index,
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
    private TimeSpan LongestRun => http.Value.MaxWait + ledger.Value.IntentLifetime;

    /// <summary>Opens a request: begins it, or finds what has become of the one with its key.</summary>
    /// <exception cref="RefusedException">The key belongs to another body, or what is on record of the request cannot be read.</exception>
    internal async Task<OpenedRequest> OpenAsync(NewRequest request)
    {
        var now = time.GetUtcNow();
        var id = request.ProducerId ?? RequestId.Create(now);
        if (request.Key is { } key)
        {
            id = await keys.ClaimAsync(key, request.BodyHash, id);
        }

        var entry = new RequestEntry
        {
            Id = id,
            IsByProducer = request.ProducerId is not null,
            Kind = request.Kind,
            State = RequestState.Running,
            ReceivedAt = now,
            RunsUntil = now + LongestRun,
            Inputs = request.Inputs,
        };
        await index.WriteAsync(entry);
        return await TryAddAsync(entry) ?? await ReopenAsync(entry, isKeyed: request.Key is not null);
    }

    /// <summary>Reads a request; null when there is none of that id, or none that can be read.</summary>
    internal async Task<RequestEntry?> FindAsync(string id) => (await LookUpAsync(id)).Entry;

    /// <summary>Reads the request of a key; null when there is none, or none that can be read.</summary>
    internal async Task<RequestEntry?> FindAsync(IdempotencyKey key) => await keys.FindAsync(key) is { } id ? await FindAsync(id) : null;

    /// <summary>Reads a request, and tells one that cannot be read from one that is not there.</summary>
    internal async Task<RequestLookUp> LookUpAsync(string id)
    {
        try
        {
            var row = await _table.GetEntityIfExistsAsync<TableEntity>(RequestId.SourceOf(id).PartitionKey, id);
            var entry = row.HasValue ? RequestRow.Read(row.Value!) : null;
            if (row.HasValue && entry is null)
            {
                Log.Unreadable(logger, id);
            }

            return new RequestLookUp(entry, row.HasValue && entry is null);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == TableErrorCode.TableNotFound)
        {
            return new RequestLookUp(Entry: null, IsUnreadable: false);
        }
    }

    /// <summary>Writes how far a request is, unless another process has taken it over.</summary>
    /// <returns>The entry as written, or as it was given.</returns>
    internal async Task<RequestEntry> SaveAsync(RequestEntry entry)
    {
        var saved = await TryReplaceAsync(entry) ?? entry;
        if (saved.State is RequestState.Queued or RequestState.Interrupted)
        {
            // Users that were handled while the request was put onto the queue could not be counted in its row.
            tallies.Changed(saved.Id);
        }

        return saved;
    }

    /// <summary>Writes a request as it was read and changed since; null when another process has changed it meanwhile.</summary>
    internal Task<RequestEntry?> TrySaveAsync(RequestEntry entry) => TryReplaceAsync(entry);

    /// <summary>Says of a long request that a process is still working on it.</summary>
    internal async Task<RequestEntry> ProlongAsync(RequestEntry entry) =>
        entry.RunsUntil - time.GetUtcNow() > LongestRun / 2 ? entry : await SaveAsync(entry with { RunsUntil = time.GetUtcNow() + LongestRun });

    /// <summary>Says how far an import has been read, before the messages of what was read leave.</summary>
    /// <exception cref="RefusedException">Another caller has taken it over.</exception>
    internal async Task<RequestEntry> AdvanceAsync(RequestEntry entry, ReadPrefix prefix) =>
        await TryReplaceAsync(entry with { Prefix = prefix, RunsUntil = time.GetUtcNow() + LongestRun }) ?? throw RunningRequest.Refuse(entry);

    /// <summary>
    /// Finds out whether a request that is there already is to be carried out again. One that only has its producer's id always is:
    /// the ledger makes that harmless, and the users decide. Its kind and whose its id is stay: their keys derive from them.
    /// </summary>
    private async Task<OpenedRequest> ReopenAsync(RequestEntry entry, bool isKeyed)
    {
        var found = await LookUpAsync(entry.Id);
        var known = found.IsUnreadable ? throw UnreadableRequest.Refuse(entry.Id) : found.Entry ?? entry;
        if (isKeyed && known.State is RequestState.Done or RequestState.Queued)
        {
            return new OpenedRequest(known, RequestStanding.Over);
        }

        if (isKeyed && known.State is RequestState.Running && time.GetUtcNow() < known.RunsUntil)
        {
            return new OpenedRequest(known, RequestStanding.Busy);
        }

        // An import goes on from what had been read.
        var next = known.Kind is RequestKind.Import
            ? known with { State = entry.State, RunsUntil = entry.RunsUntil }
            : entry with { Kind = known.Kind, IsByProducer = known.IsByProducer, ReceivedAt = known.ReceivedAt, ETag = isKeyed ? known.ETag : ETag.All };
        var reopened = await TryReplaceAsync(next);
        await (reopened is null ? Task.CompletedTask : index.WriteAsync(reopened));
        return reopened is null ? new OpenedRequest(known, RequestStanding.Busy) : new OpenedRequest(reopened, RequestStanding.Begun);
    }

    private async Task<OpenedRequest?> TryAddAsync(RequestEntry entry)
    {
        try
        {
            Response response = null!;
            await _table.CreateOnDemandAsync(async table => response = await table.AddEntityAsync(RequestRow.ToRow(entry)));
            return new OpenedRequest(entry with { ETag = response.Headers.ETag.GetValueOrDefault() }, RequestStanding.Begun);
        }
        catch (RequestFailedException exception) when (exception.Status is 409)
        {
            return null;
        }
    }

    private async Task<RequestEntry?> TryReplaceAsync(RequestEntry entry)
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

/// <summary>What a request is opened with.</summary>
/// <param name="Kind">How its users are to be created.</param>
/// <param name="Inputs">How many users it has, as far as that is known.</param>
internal sealed record NewRequest(RequestKind Kind, int Inputs)
{
    /// <summary>The caller's key.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>The hash of the body; null when the body has yet to be read.</summary>
    public string? BodyHash { get; init; }

    /// <summary>The id that the body gives itself.</summary>
    public string? ProducerId { get; init; }
}

/// <summary>A request as it was found or begun.</summary>
/// <param name="Entry">What is known of it.</param>
/// <param name="Standing">Whether it is this caller's to carry out.</param>
internal sealed record OpenedRequest(RequestEntry Entry, RequestStanding Standing);

/// <summary>Whether a request is its caller's to carry out.</summary>
internal enum RequestStanding
{
    /// <summary>It is: no process has begun it, or the one that had let go of it.</summary>
    Begun,

    /// <summary>A process may be working on it.</summary>
    Busy,

    /// <summary>It has been carried out.</summary>
    Over,
}
