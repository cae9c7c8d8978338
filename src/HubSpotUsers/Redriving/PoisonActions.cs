using System.Collections.Concurrent;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;

namespace HubSpotUsers.Redriving;

/// <summary>
/// Does what a task does with one message. What is to be done is done before the message is deleted, so that a crash in between leaves both;
/// done a second time it changes nothing, since users keep their identity.
/// </summary>
/// <param name="users">Takes users that are sent back.</param>
/// <param name="rest">Leaves the other users of a message.</param>
/// <param name="ledger">Takes outcomes that a person decides.</param>
/// <param name="uncalled">Lists by day the users that end without a call.</param>
/// <param name="batches">Takes what they say of a call whose response was lost.</param>
/// <param name="tallies">Counts them.</param>
internal sealed class PoisonActions(RedriveQueue users, PoisonRest rest, UserTable ledger, UncalledUsers uncalled, BatchTable batches, TallyTable tallies, TimeProvider time)
{
    /// <summary>How many rows of a message are written at once; a message may have thousands of users, and several are dropped at a time.</summary>
    private const int MaxAtOnce = 16;

    /// <summary>Does it.</summary>
    /// <param name="inputs">The corrected inputs of a task that has some.</param>
    /// <param name="poisoned">What it says.</param>
    /// <param name="scan">Deletes it, or leaves it.</param>
    /// <returns>How many users it was done with, and what is left of the message; null users when it was left as it is.</returns>
    public async Task<(int? Users, PoisonEntry? Left)> DoAsync(PoisonTask task, JsonElement? inputs, QueueMessage message, PoisonedMessage poisoned, PoisonScan scan)
    {
        if (task.Kind is PoisonTaskKind.Scan)
        {
            return (poisoned.Users, null);
        }

        // Of a user in parts the first stands for it: decided upon by another, it would be there still, to be dropped over the decision.
        if ((poisoned.IsDoubtful && !task.IsAboutDoubtful) || (IsFurtherPart(poisoned) && task.Kind is PoisonTaskKind.Correct or PoisonTaskKind.MarkCreated))
        {
            return (null, null);
        }

        return task.Kind switch
        {
            PoisonTaskKind.Redrive => await RedriveAsync(task, message, poisoned, scan),
            PoisonTaskKind.Drop => await DropAsync(task, message, poisoned, scan),
            PoisonTaskKind.Correct => await CorrectAsync(task, inputs!.Value, message, poisoned, scan),
            PoisonTaskKind.MarkCreated => await MarkCreatedAsync(task, message, poisoned, scan),
            _ => (null, null),
        };
    }

    private async Task<(int? Users, PoisonEntry? Left)> RedriveAsync(PoisonTask task, QueueMessage message, PoisonedMessage poisoned, PoisonScan scan)
    {
        if (poisoned.NeedsCorrection)
        {
            return (null, null);
        }

        if (!task.IsDryRun)
        {
            await users.SendAsync(HeaderOf(task, poisoned), poisoned.Inputs);
            await scan.DeleteAsync(message);
        }

        return (poisoned.Users, null);
    }

    /// <summary>Users without an outcome get one, so that a request with them ends.</summary>
    private async Task<(int? Users, PoisonEntry? Left)> DropAsync(PoisonTask task, QueueMessage message, PoisonedMessage poisoned, PoisonScan scan)
    {
        if (!task.IsDryRun)
        {
            var known = await ledger.ReadAsync(poisoned.SourceId);
            var dropped = poisoned.Inputs.Where(input => !InputParts.IsFurther(input.Original) && !known.ContainsKey(poisoned.SourceId.InputKey(input.Index))).Select(input => (Input: input, Outcome: DroppedFrom(poisoned, input))).ToList();
            await uncalled.AddAsync(poisoned.SourceId, dropped.Select(user => user.Outcome), poisoned.Line);
            var standing = new ConcurrentBag<InputOutcome?>(poisoned.Inputs.Select(input => known.GetValueOrDefault(poisoned.SourceId.InputKey(input.Index))?.Outcome));
            await Parallel.ForEachAsync(dropped, new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce }, async (user, _) =>
            {
                var row = RowOf(poisoned, user.Input, user.Outcome);
                standing.Add(await ledger.AddAsync(row) ? user.Outcome : (await ledger.ReadAsync(row.PartitionKey, row.RowKey))?.Outcome);
            });

            // Those that had an outcome before keep it.
            await tallies.TryRecordAsync(poisoned.SourceId.Value, standing.OfType<InputOutcome>(), poisoned.Line);
            await scan.DeleteAsync(message);
        }

        return (poisoned.Users, null);
    }

    private async Task<(int? Users, PoisonEntry? Left)> CorrectAsync(PoisonTask task, JsonElement inputs, QueueMessage message, PoisonedMessage poisoned, PoisonScan scan)
    {
        var corrected = MessageParser.ReadEnveloped(inputs);
        var known = poisoned.Inputs.Select(input => input.Index).ToHashSet();
        if (known.Count > 0 && !corrected.All(input => known.Contains(input.Index)))
        {
            return (null, null);
        }

        if (task.IsDryRun)
        {
            return (corrected.Count, null);
        }

        await users.SendAsync(HeaderOf(task, poisoned), corrected);
        return (corrected.Count, await rest.LeaveAsync(message, poisoned, corrected.Select(input => input.Index).ToHashSet(), scan));
    }

    private async Task<(int? Users, PoisonEntry? Left)> MarkCreatedAsync(PoisonTask task, QueueMessage message, PoisonedMessage poisoned, PoisonScan scan)
    {
        if (!poisoned.IsDoubtful || poisoned.Inputs.FirstOrDefault(input => input.Index == task.Index) is not { } found)
        {
            return (null, null);
        }

        if (task.IsDryRun)
        {
            return (1, null);
        }

        var outcome = new InputOutcome
        {
            InputKey = poisoned.SourceId.InputKey(found.Index),
            Outcome = Outcome.Created,
            HubSpotId = task.HubSpotId,
            IsReconciled = true,
            ErrorMessage = "A person found the user in HubSpot",
        };
        var known = await ledger.ReadAsync(poisoned.SourceId.PartitionKey, outcome.InputKey);
        switch (known)
        {
            case { Outcome: null }:
                // It is in a batch at the moment, which will record its outcome.
                return (null, null);
            case { Outcome: { Outcome: Outcome.Unknown, BatchId: { } call } }:
                // Before the user's row, which says on another attempt that the call still has to be settled.
                await batches.SettleAsync(call, [outcome]);
                break;
        }

        if (known?.BatchId is null)
        {
            await uncalled.AddAsync(poisoned.SourceId, [outcome], poisoned.Line);
        }

        await tallies.TryRecordAsync(poisoned.SourceId.Value, [await ledger.MergeAsync(RowOf(poisoned, found, outcome), outcome)], poisoned.Line);
        return (1, await rest.LeaveAsync(message, poisoned, new HashSet<int> { found.Index }, scan));
    }

    private static bool IsFurtherPart(PoisonedMessage poisoned) => poisoned.Inputs is [var input] && InputParts.IsFurther(input.Original);

    private static InputOutcome DroppedFrom(PoisonedMessage poisoned, ParsedInput input) => new()
    {
        InputKey = poisoned.SourceId.InputKey(input.Index),
        Outcome = poisoned.IsDoubtful ? Outcome.Unknown : Outcome.Rejected,
        ErrorCategory = OwnCategories.Dropped,
        ErrorMessage = "A person dropped the user from the poison queue",
    };

    private static RedriveHeader HeaderOf(PoisonTask task, PoisonedMessage poisoned) =>
        new(poisoned.SourceId, poisoned.FirstSeen, poisoned.ReasonLeft, task.DecidedAt) { Line = poisoned.Line };

    private Azure.Data.Tables.TableEntity RowOf(PoisonedMessage poisoned, ParsedInput input, InputOutcome outcome) =>
        UserRow.Poisoned(poisoned.SourceId, attempt: 1, outcome, time.GetUtcNow(), ContentHash.Of(poisoned.SourceId, input.Index, input.User));
}
