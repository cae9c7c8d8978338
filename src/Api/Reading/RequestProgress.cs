using Api.Requests;
using HubSpotUsers.Ledger;

namespace Api.Reading;

/// <summary>
/// Counts the outcomes of a request's users. A large request is counted a window at a time from where all are known to have their
/// outcome, and how far that is is kept, so that every look costs about the same.
/// </summary>
/// <param name="requests">The requests.</param>
/// <param name="users">The users.</param>
internal sealed class RequestProgress(RequestTable requests, UserReader users)
{
    private const int Window = 20_000;

    /// <summary>Counts, and writes down how far all users have their outcome.</summary>
    internal async Task<(RequestEntry Entry, IReadOnlyDictionary<string, int> Outcomes)> CountAsync(RequestEntry entry)
    {
        if (entry.IsSource)
        {
            return await CountSourceAsync(entry);
        }

        var window = await entry.ReadAsync(users, entry.Settled, entry.Settled + Window);
        var (settled, end) = Contiguous(entry.Id, window, entry.Settled);
        var settledCounts = Add(entry.SettledCounts, settled);

        // While the request is still being put on the queue its row belongs to whoever does that.
        if (entry.State is RequestState.Queued && end > entry.Settled)
        {
            entry = await requests.SaveAsync(entry with { Settled = end, SettledCounts = settledCounts, State = end == entry.Inputs ? RequestState.Done : RequestState.Queued });
        }

        return (entry, Add(settledCounts, window.Skip(settled.Count)));
    }

    private async Task<(RequestEntry Entry, IReadOnlyDictionary<string, int> Outcomes)> CountSourceAsync(RequestEntry entry)
    {
        var outcomes = Add([], await entry.ReadAsync(users, 0, entry.Inputs));
        return entry.State is RequestState.Queued && outcomes.Values.Sum() == entry.Inputs
            ? (await requests.SaveAsync(entry with { State = RequestState.Done }), outcomes)
            : (entry, outcomes);
    }

    /// <summary>The users from the first on of which all have their outcome, message by message.</summary>
    private static (List<RecordedUser> Settled, int End) Contiguous(string requestId, IReadOnlyList<RecordedUser> window, int from)
    {
        var settled = new List<RecordedUser>();
        var end = from;
        foreach (var message in window.GroupBy(user => user.View.SourceId, StringComparer.Ordinal))
        {
            var source = QueuedSource.Read(requestId, message.Key)!;
            if (source.Offset != end || message.Count(user => user.IsFinal) != source.Count)
            {
                break;
            }

            settled.AddRange(message);
            end += source.Count;
        }

        return (settled, end);
    }

    private static Dictionary<string, int> Add(IEnumerable<KeyValuePair<string, int>> counts, IEnumerable<RecordedUser> users)
    {
        var sum = new Dictionary<string, int>(counts, StringComparer.Ordinal);
        foreach (var user in users.Where(user => user.IsFinal))
        {
            sum[user.View.Outcome] = sum.GetValueOrDefault(user.View.Outcome) + 1;
        }

        return sum;
    }
}
