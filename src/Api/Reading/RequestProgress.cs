using Api.Requests;
using HubSpotUsers;
using HubSpotUsers.Ledger;

namespace Api.Reading;

/// <summary>
/// Counts what became of a request's users, and keeps the counts in its row: of one that went through the queue by the tallies of its
/// messages, of any other by the rows of its users.
/// </summary>
/// <param name="index">The list of uploads.</param>
/// <param name="notices">Tell of those that are over.</param>
/// <param name="tallies">The counts of messages.</param>
internal sealed class RequestProgress(RequestTable requests, UploadIndex index, RequestNotices notices, TallyTable tallies, UserReader users)
{
    private const int RepairWindow = 5_000;
    private const int RepairsAtOnce = 16;

    /// <summary>Counts a request by its id; does nothing when there is none.</summary>
    internal async Task RefreshAsync(string requestId)
    {
        if (await requests.FindAsync(requestId) is { } entry)
        {
            await CountAsync(entry);
        }
    }

    /// <summary>
    /// Counts for one who asks. Counts that have only grown are kept by the process that made them grow, within seconds
    /// (<see cref="ProgressRefresher"/>): keeping them here as well would only get in its way.
    /// </summary>
    /// <returns>The request with its counts as they are now.</returns>
    internal Task<RequestEntry> LookAsync(RequestEntry entry) => CountAsync(entry, keepsGrowth: false);

    /// <summary>Counts, and keeps the counts unless the row belongs to another process: while a request is put onto the queue, to the one that does that.</summary>
    /// <returns>The request with its counts as they are now.</returns>
    internal Task<RequestEntry> CountAsync(RequestEntry entry) => CountAsync(entry, keepsGrowth: true);

    /// <summary>
    /// Has the list of uploads say whether a request is over. That comes after the notice of it: whoever dies between the two leaves it open in
    /// the list, where the next sweep finds it.
    /// </summary>
    internal async Task ListAsync(RequestEntry entry)
    {
        await notices.TellAsync(entry);
        await index.WriteAsync(entry);
    }

    /// <summary>Counts the users of a request anew by its id; does nothing when there is none.</summary>
    internal async Task RepairAsync(string requestId)
    {
        if (await requests.FindAsync(requestId) is { } entry)
        {
            await RepairAsync(entry);
        }
    }

    /// <summary>
    /// Counts the users of a request anew from their own rows: those that an earlier version of the app recorded, and those whose process
    /// could not count them.
    /// </summary>
    /// <param name="entry">The request.</param>
    /// <param name="isBegun">Whether some are known to be handled; otherwise a request of which none of the first is handled is left alone.</param>
    internal async Task RepairAsync(RequestEntry entry, bool isBegun = true)
    {
        var known = await tallies.ReadAsync(entry.Id);
        for (var from = 0; from < entry.Inputs; from += RepairWindow)
        {
            var read = await users.ReadAsync(entry.Id, from, Math.Min(from + RepairWindow, entry.Inputs));
            if (read.Count is 0 && !isBegun)
            {
                return;
            }

            await Parallel.ForEachAsync(
                read.Where(user => QueuedSource.Read(entry.Id, user.View.SourceId) is not null).GroupBy(user => user.View.SourceId, StringComparer.Ordinal),
                new ParallelOptions { MaxDegreeOfParallelism = RepairsAtOnce },
                async (message, _) => await RepairAsync(entry.Id, message, known.GetValueOrDefault(message.Key)));
        }
    }

    private async Task<RequestEntry> CountAsync(RequestEntry entry, bool keepsGrowth)
    {
        while (true)
        {
            var counts = await CountUsersAsync(entry);
            var counted = entry with { Counts = counts, State = StateOf(entry, counts) };
            var isFree = entry.Kind is not RequestKind.Immediate && entry.State is not RequestState.Running;
            if (!isFree || (counted.State == entry.State && (counted.Counts == entry.Counts || (!keepsGrowth && entry.State is RequestState.Queued))))
            {
                return counted;
            }

            if (await requests.TrySaveAsync(counted) is { } saved)
            {
                await (saved.State == entry.State ? Task.CompletedTask : ListAsync(saved));
                return saved;
            }

            if (await requests.FindAsync(entry.Id) is not { } changed)
            {
                return counted;
            }

            entry = changed;
        }
    }

    private static RequestState StateOf(RequestEntry entry, OutcomeCounts counts) => entry.State is not (RequestState.Queued or RequestState.Done) || entry.Kind is RequestKind.Immediate
        ? entry.State
        : counts.Total >= entry.Inputs ? RequestState.Done : RequestState.Queued;

    private async Task RepairAsync(string requestId, IGrouping<string, RecordedUser> message, Tally? known)
    {
        var offset = QueuedSource.Read(requestId, message.Key)!.Offset;
        List<InputOutcome> outcomes = [.. message.Where(user => user.Outcome is not null).Select(user => new InputOutcome
        {
            InputKey = SourceId.OfProducer(message.Key).InputKey(user.View.Index - offset),
            Outcome = user.Outcome!.Value,
        })];
        if (outcomes.Count > 0 && (known is null || message.Any(user => user.Outcome != known[user.View.Index - offset])))
        {
            await tallies.RecordAsync(message.Key, outcomes);
        }
    }

    private async Task<OutcomeCounts> CountUsersAsync(RequestEntry entry)
    {
        if (entry.IsSource)
        {
            return await users.CountAsync(entry.SourceId, entry.Inputs);
        }

        var counts = await tallies.CountAsync(entry.Id);
        if (counts.Total is 0 || (entry.State is RequestState.Done && counts.Total < entry.Inputs))
        {
            await RepairAsync(entry, isBegun: entry.State is RequestState.Done);
            counts = await tallies.CountAsync(entry.Id);
        }

        return counts;
    }
}
