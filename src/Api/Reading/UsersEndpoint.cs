using Api.Requests;
using Api.Responses;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;

namespace Api.Reading;

/// <summary>Returns the outcomes of the users of a message or request.</summary>
public sealed class UsersEndpoint
{
    /// <summary>How many days are looked through for a message whose day is not given: as long as a message lives by default.</summary>
    private const int DaysBack = 7;

    private readonly UserReader _users;
    private readonly DayUsers _days;
    private readonly TimeProvider _time;

    internal UsersEndpoint(UserReader users, DayUsers days, TimeProvider time)
    {
        _users = users;
        _days = days;
        _time = time;
    }

    /// <summary>Handles <c>GET /api/users/{sourceId}</c>: the users of a message, by its id, or of a request.</summary>
    /// <param name="request">The request, with <c>day</c>, <c>top</c> and <c>continuation</c> in its query.</param>
    /// <param name="sourceId">A producer's own id, a queue message's id or a request's.</param>
    public Task<IResult> GetAsync(HttpRequest request, string sourceId) => Guarded.RunAsync(request, ["day", "top", "continuation"], async () =>
    {
        var (top, from) = (Paging.Top(request), Paging.From(request));
        IEnumerable<SourceId> candidates = SourceId.IsValid(sourceId) ? Candidates(sourceId, Days.Of(request)) : [];
        var found = (await Task.WhenAll(candidates.Select(_users.ReadAsync))).FirstOrDefault(read => read.Count > 0)
            ?? throw RefusedException.NotFound("There is no user of this message or request on record. Of a message older than a week name the day it was put on the queue, as day=yyyyMMdd.");
        var page = found.Skip(from).Take(top).ToList();
        return ApiResult.Of(new UserList(sourceId, page.ConvertAll(user => user.View), Paging.Next(from, top, found.Count)), HttpJson.Default.UserList)
            .When(isFinal: page.Count > 0 && page.TrueForAll(user => user.IsFinal));
    });

    /// <summary>Responds to <c>GET /api/users</c>: the users whose outcome is from a call of a day, newest first, as a page or as a file.</summary>
    /// <param name="request">The request, with <c>day</c>, <c>outcome</c>, <c>needsAttention</c>, <c>top</c> and <c>continuation</c> in its query.</param>
    public Task<IResult> ListAsync(HttpRequest request) => Guarded.RunAsync(request, ["day", OutcomeFilter.Outcome, OutcomeFilter.NeedsAttention, "top", "continuation"], async () =>
    {
        var (day, filter, top) = (Days.Of(request) ?? _time.GetUtcNow(), OutcomeFilter.Of(request), Paging.Top(request));
        var from = DayUsers.Place.Read(Paging.Text(request, "continuation"));
        return UserExport.Find(request) is { } type
            ? new UserExport($"users-{Days.Write(day)}", type, Paging.Bound(request, _days.ReadAsync(day, filter, from).Select(one => one.Line)))
            : ApiResult.Of(await _days.ReadPageAsync(day, filter, from, top), HttpJson.Default.UserPage);
    });

    private IEnumerable<SourceId> Candidates(string id, DateTimeOffset? day)
    {
        if (day is { } named)
        {
            return [SourceId.Of(id, named)];
        }

        var today = _time.GetUtcNow();
        return RequestId.DayOf(id) is { } own
            ? [SourceId.Of(id, own), SourceId.OfProducer(id)]
            : [SourceId.OfProducer(id), .. Enumerable.Range(0, DaysBack + 1).Select(back => SourceId.Of(id, today.AddDays(-back)))];
    }
}

/// <summary>The users of a message or request.</summary>
/// <param name="SourceId">The message or request.</param>
/// <param name="Users">Its users that are on record, in the order they were sent.</param>
/// <param name="Continuation">Where the next page begins; null on the last one.</param>
internal sealed record UserList(string SourceId, IReadOnlyList<UserView> Users, string? Continuation);
