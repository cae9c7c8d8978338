using Azure.Storage.Queues.Models;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;

namespace HubSpotUsers.Redriving;

/// <summary>Takes a person out of messages of the poison queue; the others of a message stay in it.</summary>
/// <param name="match">Who is in a message.</param>
/// <param name="rest">Leaves the others.</param>
/// <param name="ledger">Ends the users that are taken out.</param>
/// <param name="tallies">Counts them.</param>
internal sealed class PoisonErasure(PersonMatch match, PoisonRest rest, UserErasure ledger, TallyTable tallies)
{
    /// <summary>Whether a task is about a message: the person is in it, or may be in one that cannot be read.</summary>
    /// <exception cref="KeyMissingException">The vault does not give the key at the moment.</exception>
    public async Task<bool> IsAboutAsync(PoisonTask task, Erasure erasure, PoisonedMessage poisoned)
    {
        // Who came again after the decision is another user. A copy that the host made does not say when it came.
        var isLater = poisoned.FirstSeen > task.DecidedAt && poisoned.Reason is not PoisonReason.Host;
        return erasure.Source is { } source
            ? (poisoned.Inputs.Count is 0 && poisoned.SourceId.Value == source) || (await FindAsync(erasure, poisoned)).Count > 0
            : !isLater && (poisoned.Inputs.Count is 0 || (await FindAsync(erasure, poisoned)).Count > 0);
    }

    /// <summary>Takes the person out.</summary>
    /// <returns>How many users that were, and what is left of the message; null users when it cannot be read, and was left as it is.</returns>
    public async Task<(int? Users, PoisonEntry? Left)> EraseAsync(PoisonTask task, Erasure erasure, QueueMessage message, PoisonedMessage poisoned, PoisonScan scan)
    {
        if (poisoned.Inputs.Count is 0)
        {
            return (null, null);
        }

        var found = await FindAsync(erasure, poisoned);
        if (task.IsDryRun)
        {
            return (found.Count, null);
        }

        foreach (var index in found)
        {
            var outcome = await ledger.EndAsync(poisoned.SourceId, index, poisoned.IsDoubtful);
            await tallies.TryRecordAsync(poisoned.SourceId.Value, outcome is null ? [] : [outcome], poisoned.Line);
        }

        return (found.Count, await rest.LeaveAsync(message, poisoned, found, scan));
    }

    private async Task<IReadOnlySet<int>> FindAsync(Erasure erasure, PoisonedMessage poisoned)
    {
        var found = new HashSet<int>();
        foreach (var input in poisoned.Inputs)
        {
            if (erasure.Source is { } source
                ? UserPlace.Of(poisoned.SourceId.Value, input.Index) == new UserPlace(source, erasure.Index)
                : (await match.HashesAsync(input)).Contains(erasure.Hash, StringComparer.Ordinal))
            {
                found.Add(input.Index);
            }
        }

        return found;
    }
}
