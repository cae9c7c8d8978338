using HubSpotUsers.Http.Answers;
using HubSpotUsers.Http.Requests;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;

namespace HubSpotUsers.Http.Reading;

/// <summary>Answers how far a request is.</summary>
/// <param name="requests">The requests.</param>
/// <param name="progress">Counts outcomes.</param>
/// <param name="users">The users.</param>
/// <param name="time">The clock.</param>
public sealed class RequestsEndpoint(RequestTable requests, RequestProgress progress, UserReader users, TimeProvider time)
{
    /// <summary>Answers <c>GET /api/requests/{id}</c>: how far a request is, and a page of what has become of its users.</summary>
    /// <param name="request">The request, with <c>top</c> and <c>continuation</c> in its query.</param>
    /// <param name="id">The id of the request that is asked for.</param>
    public Task<IResult> GetAsync(HttpRequest request, string id) => Guarded.RunAsync(request, async () =>
    {
        var (top, from) = (Paging.Top(request), Paging.From(request));
        var found = SourceId.IsValid(id) ? await requests.FindAsync(id) : null;
        if (found is null)
        {
            throw RefusedException.NotFound("There is no request of this id.");
        }

        var (entry, outcomes) = await progress.CountAsync(found);
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
        return Answer.Of(view, HttpJson.Default.RequestView).When(isFinal: state is RequestState.Done && page.TrueForAll(user => user.IsFinal));
    });

    /// <summary>Messages come whole: a page has those that begin within it.</summary>
    private async Task<List<RecordedUser>> PageAsync(RequestEntry entry, int from, int top)
    {
        var read = await users.ReadAsync(entry, from, from + top);
        return entry.IsSource ? [.. read.Where(user => user.View.Index >= from && user.View.Index < from + top)] : [.. read];
    }

    /// <summary>What a process that died could not write any more shows by the outcomes, or by the time.</summary>
    private RequestState StateOf(RequestEntry entry, IReadOnlyDictionary<string, int> outcomes) => entry switch
    {
        { Kind: RequestKind.Immediate, State: RequestState.Running } when outcomes.Values.Sum() == entry.Inputs => RequestState.Done,
        { State: RequestState.Running } when entry.RunsUntil < time.GetUtcNow() => RequestState.Interrupted,
        _ => entry.State,
    };
}
