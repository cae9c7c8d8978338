using Api.Requests;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;

namespace Api.Reading;

/// <summary>Answers how far a request is.</summary>
public sealed class RequestsEndpoint
{
    private readonly RequestTable _requests;
    private readonly RequestProgress _progress;
    private readonly UserReader _users;
    private readonly TimeProvider _time;

    internal RequestsEndpoint(
        RequestTable requests,
        RequestProgress progress,
        UserReader users,
        TimeProvider time)
    {
        _requests = requests;
        _progress = progress;
        _users = users;
        _time = time;
    }

    /// <summary>Answers <c>GET /api/requests/{id}</c>: how far a request is, and a page of what has become of its users.</summary>
    /// <param name="request">The request, with <c>top</c> and <c>continuation</c> in its query.</param>
    /// <param name="id">The id of the request that is asked for.</param>
    public Task<IResult> GetAsync(HttpRequest request, string id) => Guarded.RunAsync(request, async () =>
    {
        var (top, from) = (Paging.Top(request), Paging.From(request));
        var found = SourceId.IsValid(id) ? await _requests.FindAsync(id) : null;
        if (found is null)
        {
            throw RefusedException.NotFound("There is no request of this id.");
        }

        var (entry, outcomes) = await _progress.CountAsync(found);
        var (state, pending) = (StateOf(entry, outcomes), Math.Max(0, entry.Inputs - outcomes.Values.Sum()));
        var page = await PageAsync(entry, from, top);
        var view = new RequestView(
            entry.Id,
            entry.Kind,
            state,
            entry.ReceivedAt,
            entry.Inputs,
            entry.Kind is RequestKind.Immediate ? null : entry.Messages,
            entry.Kind is RequestKind.Import ? entry.Lines : null,
            entry.Kind is RequestKind.Import ? entry.FaultyLines : null,
            outcomes,
            pending,
            page.ConvertAll(user => user.View),
            Paging.Next(from, top, entry.Inputs));
        return ApiResult.Of(view, HttpJson.Default.RequestView).When(isFinal: state is RequestState.Done && page.TrueForAll(user => user.IsFinal));
    });

    /// <summary>Messages come whole: a page has those that begin within it.</summary>
    private async Task<List<RecordedUser>> PageAsync(RequestEntry entry, int from, int top)
    {
        var read = await entry.ReadAsync(_users, from, from + top);
        return entry.IsSource ? [.. read.Where(user => user.View.Index >= from && user.View.Index < from + top)] : [.. read];
    }

    /// <summary>What a process that died could not write any more shows by the outcomes, or by the time.</summary>
    private RequestState StateOf(RequestEntry entry, IReadOnlyDictionary<string, int> outcomes) => entry switch
    {
        { Kind: RequestKind.Immediate, State: RequestState.Running } when outcomes.Values.Sum() == entry.Inputs => RequestState.Done,
        { State: RequestState.Running } when entry.RunsUntil < _time.GetUtcNow() => RequestState.Interrupted,
        _ => entry.State,
    };
}
