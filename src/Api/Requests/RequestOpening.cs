using Api.Responses;
using Azure;

namespace Api.Requests;

/// <summary>Opens requests: decides by key and row whether one is to be carried out, is being carried out, or was.</summary>
/// <param name="keys">Name the request of a key.</param>
/// <param name="index">The list of uploads.</param>
internal sealed class RequestOpening(RequestTable table, KeyTable keys, UploadIndex index, TimeProvider time)
{
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
            RunsUntil = now + table.LongestRun,
            Inputs = request.Inputs,
        };
        await index.WriteAsync(entry);
        return await table.TryAddAsync(entry) is { } added
            ? new OpenedRequest(added, RequestStanding.Begun)
            : await ReopenAsync(entry, isKeyed: request.Key is not null);
    }

    /// <summary>Reads the request of a key; null when there is none, or none that can be read.</summary>
    internal async Task<RequestEntry?> FindAsync(IdempotencyKey key) => await keys.FindAsync(key) is { } id ? await table.FindAsync(id) : null;

    /// <summary>
    /// Finds out whether a request that is there already is to be carried out again. One that only has its producer's id always is:
    /// the ledger makes that harmless, and the users decide. Its kind and whose its id is stay: their keys derive from them.
    /// </summary>
    private async Task<OpenedRequest> ReopenAsync(RequestEntry entry, bool isKeyed)
    {
        var found = await table.LookUpAsync(entry.Id);
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
        var reopened = await table.TrySaveAsync(next);
        await (reopened is null ? Task.CompletedTask : index.WriteAsync(reopened));
        return reopened is null ? new OpenedRequest(known, RequestStanding.Busy) : new OpenedRequest(reopened, RequestStanding.Begun);
    }
}

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
