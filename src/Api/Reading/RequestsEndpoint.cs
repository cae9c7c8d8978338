using Api.Requests;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;

namespace Api.Reading;

/// <summary>Responds with how far requests are, and with what became of their users.</summary>
public sealed class RequestsEndpoint
{
    private const int ReadsAtOnce = 16;

    /// <summary>So many rows of the list are looked at for a page, however few match; the next page goes on from there.</summary>
    private const int MaxExamined = 5_000;

    private readonly RequestTable _requests;
    private readonly UploadIndex _index;
    private readonly RequestProgress _progress;
    private readonly UserReader _users;
    private readonly RequestUsers _lines;
    private readonly TimeProvider _time;

    internal RequestsEndpoint(RequestTable requests, UploadIndex index, RequestProgress progress, UserReader users, RequestUsers lines, TimeProvider time)
    {
        _requests = requests;
        _index = index;
        _progress = progress;
        _users = users;
        _lines = lines;
        _time = time;
    }

    /// <summary>Responds to <c>GET /api/requests</c>: the uploads of a day, newest first.</summary>
    /// <param name="request">The request, with <c>day</c>, <c>state</c>, <c>needsAttention</c>, <c>top</c> and <c>continuation</c> in its query.</param>
    public Task<IResult> ListAsync(HttpRequest request) => Guarded.RunAsync(request, ["day", "state", OutcomeFilter.NeedsAttention, "top", "continuation"], async () =>
    {
        var (day, top, now) = (Days.Of(request) ?? _time.GetUtcNow(), Paging.Top(request), _time.GetUtcNow());
        var (state, attention) = (Paging.Name<RequestState>(request, "state"), Paging.Flag(request, OutcomeFilter.NeedsAttention));
        var after = Paging.Text(request, "continuation");
        if (after.Length > 0 && !UploadIndex.IsKey(after))
        {
            throw Paging.BadContinuation();
        }

        var (found, examined, last) = (new List<(string Key, RequestView View)>(), 0, after);
        await foreach (var (key, entry) in ReadAsync(day, after))
        {
            // One more than asked for tells whether there are more, and so does one more than is looked at.
            if (++examined > MaxExamined || found.Count > top)
            {
                break;
            }

            last = key;
            if (entry is not null && RequestView.Of(entry, now) is var view && (state is null || view.State == state) && (!attention || view.NeedsAttention > 0))
            {
                found.Add((key, view));
            }
        }

        var next = found.Count > top ? found[top - 1].Key : examined > MaxExamined ? last : null;
        return ApiResult.Of(new RequestList(Days.Write(day), [.. found.Take(top).Select(one => one.View)], next), HttpJson.Default.RequestList);
    });

    /// <summary>Responds to <c>GET /api/requests/{id}</c>: how far a request is, and a page of what has become of its users.</summary>
    /// <param name="request">The request, with <c>top</c> and <c>continuation</c> in its query.</param>
    /// <param name="id">The id of the request that is asked for.</param>
    public Task<IResult> GetAsync(HttpRequest request, string id) => Guarded.RunAsync(request, ["top", "continuation"], async () =>
    {
        var (top, from) = (Paging.Top(request), Paging.From(request));
        var found = await FindAsync(id);

        // The page after the counts: what they call done is done in it, too.
        var counted = await _progress.LookAsync(found);
        var page = await PageAsync(found, from, top);
        var view = RequestView.Of(counted, _time.GetUtcNow()) with
        {
            Users = page.ConvertAll(user => user.View),
            Continuation = Paging.Next(from, top, found.Inputs),
        };

        // A redrive may still settle what a person must look at, and a dry run is followed by a real one.
        return ApiResult.Of(view, HttpJson.Default.RequestView)
            .When(isFinal: view.State is RequestState.Done && counted.Counts is { Rejected: 0, Unknown: 0, DryRun: 0 } && page.TrueForAll(user => user.IsFinal));
    });

    /// <summary>Responds to <c>GET /api/requests/{id}/users</c>: the users of a request and the faulty lines of its file, as a page or as a file.</summary>
    /// <param name="request">The request, with <c>outcome</c>, <c>needsAttention</c>, <c>top</c> and <c>continuation</c> in its query.</param>
    /// <param name="id">The id of the request that is asked for.</param>
    public Task<IResult> ListUsersAsync(HttpRequest request, string id) => Guarded.RunAsync(request, [OutcomeFilter.Outcome, OutcomeFilter.NeedsAttention, "top", "continuation"], async () =>
    {
        var (filter, top, from) = (OutcomeFilter.Of(request), Paging.Top(request), RequestUsers.Place.Read(Paging.Text(request, "continuation")));
        var entry = await FindAsync(id);
        return UserExport.Find(request) is { } type
            ? new UserExport($"request-{entry.Id.Replace(':', '_')}", type, Paging.Bound(request, _lines.ReadAsync(entry, filter, from)))
            : ApiResult.Of(await _lines.ReadPageAsync(entry, filter, from, top), HttpJson.Default.UserPage);
    });

    private async Task<RequestEntry> FindAsync(string id)
    {
        var found = SourceId.IsValid(id) ? await _requests.LookUpAsync(id) : default;
        return found.IsUnreadable ? throw UnreadableRequest.Refuse(id) : found.Entry ?? throw RefusedException.NotFound("There is no request with this id.");
    }

    /// <summary>Reads the list of a day, some at a time: its keys, each with its request.</summary>
    private async IAsyncEnumerable<(string Key, RequestEntry? Entry)> ReadAsync(DateTimeOffset day, string after)
    {
        await foreach (var keys in _index.ReadAsync(day, after).Chunk(ReadsAtOnce))
        {
            var entries = await Task.WhenAll(keys.Select(async key => (key.Key, Entry: await FindCountedAsync(key.RequestId))));

            // A row of the index whose request was never begun, begun at another time, or cannot be read counts for nothing.
            foreach (var (key, entry) in entries)
            {
                yield return (key, entry is not null && UploadIndex.KeyOf(entry) == key ? entry : null);
            }
        }
    }

    /// <summary>Reads a request. The counts in its row are seconds old at most, except while a process puts it onto the queue.</summary>
    private async Task<RequestEntry?> FindCountedAsync(string id) => await _requests.FindAsync(id) switch
    {
        { State: RequestState.Running } running => await _progress.LookAsync(running),
        var entry => entry,
    };

    private async Task<List<RecordedUser>> PageAsync(RequestEntry entry, int from, int top)
    {
        // A message that begins before the page may reach into it.
        var read = await entry.ReadAsync(_users, Math.Max(0, from - QueuedSource.MaxInputs + 1), from + top);
        return [.. read.Where(user => user.View.Index >= from && user.View.Index < from + top)];
    }
}
