using HubSpotUsers.Http.Answers;
using HubSpotUsers.Http.Requests;
using HubSpotUsers.Ledger;
using Microsoft.AspNetCore.Http;

namespace HubSpotUsers.Http.Reading;

/// <summary>Answers what became of the users of a message or request.</summary>
/// <param name="users">The users.</param>
/// <param name="time">The clock.</param>
public sealed class UsersEndpoint(UserReader users, TimeProvider time)
{
    /// <summary>How many days are looked through for a message whose day nobody names: as long as a message lives by default.</summary>
    private const int DaysBack = 7;

    /// <summary>Answers <c>GET /api/users/{sourceId}</c>: the users of a message, by its id, or of a request.</summary>
    /// <param name="request">The request, with <c>day</c>, <c>top</c> and <c>continuation</c> in its query.</param>
    /// <param name="sourceId">A producer's own id, a queue message's id or a request's.</param>
    public Task<IResult> GetAsync(HttpRequest request, string sourceId) => Guarded.RunAsync(request, async () =>
    {
        var (top, from) = (Paging.Top(request), Paging.From(request));
        IEnumerable<SourceId> candidates = SourceId.IsValid(sourceId) ? Candidates(sourceId, Days.Of(request)) : [];
        var found = (await Task.WhenAll(candidates.Select(users.ReadAsync))).FirstOrDefault(read => read.Count > 0)
            ?? throw RefusedException.NotFound("There is no user of this message or request on record. Of a message older than a week name the day it was put on the queue, as day=yyyyMMdd.");
        var page = found.Skip(from).Take(top).ToList();
        return Answer.Of(new UserList(sourceId, page.ConvertAll(user => user.View), Paging.Next(from, top, found.Count)), HttpJson.Default.UserList)
            .When(isFinal: page.Count > 0 && page.TrueForAll(user => user.IsFinal));
    });

    private IEnumerable<SourceId> Candidates(string id, DateTimeOffset? day)
    {
        if (day is { } named)
        {
            return [SourceId.Of(id, named)];
        }

        var today = time.GetUtcNow();
        return RequestId.DayOf(id) is { } own
            ? [SourceId.Of(id, own), SourceId.OfProducer(id)]
            : [SourceId.OfProducer(id), .. Enumerable.Range(0, DaysBack + 1).Select(back => SourceId.Of(id, today.AddDays(-back)))];
    }
}
