using HubSpotUsers.Ledger;

namespace HubSpotUsers.Sending;

/// <summary>The inputs of a batch that may have been created: asks HubSpot for them, and records what it says.</summary>
/// <param name="batchId">The batch's id.</param>
/// <param name="calls">Makes and records the batch's calls.</param>
/// <param name="records">Takes outcomes.</param>
/// <param name="settings">How doubt is resolved.</param>
internal sealed class InputsInDoubt(Guid batchId, BatchCalls calls, CallRecords records, ReconciliationSettings settings)
{
    /// <summary>Inputs that HubSpot did not have when asked, though they may have been sent: whatever is in their way now may be themselves.</summary>
    private readonly HashSet<PendingInput> _suspects = [];

    /// <summary>Whether an input may have been sent although HubSpot did not have it when asked.</summary>
    public bool IsSuspect(PendingInput input) => _suspects.Contains(input);

    /// <summary>Asks HubSpot for users that may have been created.</summary>
    /// <returns>Those HubSpot does not have, and those that are to be sent though it cannot tell.</returns>
    public async Task<IReadOnlyList<PendingInput>> LookUpAsync(List<(PendingInput Input, DateTimeOffset SentAt)> inputs)
    {
        var known = inputs.FindAll(pair => settings.UniqueProperty is not null && pair.Input.UniqueValue is not null);
        var decided = await EndUnlessDecidedAsync(
            [.. inputs.Except(known).Select(pair => pair.Input)],
            "The user may have been sent, and nothing tells it apart in HubSpot (HubSpot:UniqueProperty)");
        if (known.Count is 0)
        {
            return decided;
        }

        var lookUp = await Reconciliation.LookUpAsync(calls.ReadAsync, settings.UniqueProperty!, known.ConvertAll(pair => pair.Input.UniqueValue!));
        var settled = new List<(PendingInput Input, InputOutcome Outcome)>();
        var (open, missing, impossible) = (new List<PendingInput>(), new List<PendingInput>(), new List<PendingInput>());
        foreach (var (input, sentAt) in known)
        {
            if (lookUp.Found.TryGetValue(input.UniqueValue!, out var record))
            {
                settled.Add((input, Reconciliation.OutcomeOf(input.Input.Key, record, sentAt) with { BatchId = input.OpenCall ?? batchId }));
            }
            else if (lookUp.Impossible.Contains(input.UniqueValue!))
            {
                impossible.Add(input);
            }
            else
            {
                (lookUp.Open.Contains(input.UniqueValue!) ? open : missing).Add(input);
            }
        }

        await SettleAsync(settled);
        decided = [.. decided, .. await EndUnlessDecidedAsync(impossible, "The user may have been sent, and HubSpot does not tell whether it was created")];
        await calls.SettleAsync(missing.ConvertAll(input => (input, new InputOutcome { InputKey = input.Input.Key, Outcome = Outcome.Deferred })));
        LeaveOpen(open, "Whether the user was created could not be asked; HubSpot will be asked later", lookUp.NotBefore, isAttempt: false);
        _suspects.UnionWith(missing);
        foreach (var input in missing.Where(input => input.Clearance is { IsDecided: true }))
        {
            input.SentAt = null;
        }

        return [.. decided, .. missing];
    }

    /// <summary>Inputs that may be in their own way: HubSpot had no such user when it was asked, and now says that there is one.</summary>
    public List<(PendingInput Input, InputOutcome Conflict)> ConflictsOf(FinishedCall call) => _suspects.Count is 0 ? [] : [.. call.Inputs
        .Select((input, index) => (Input: input, Conflict: call.Outcome.Inputs[index]))
        .Where(pair => pair.Conflict.Outcome is Outcome.Duplicate && _suspects.Contains(pair.Input))];

    /// <summary>
    /// Asks HubSpot whose record stands in the way of inputs that may have been created: their own, if an earlier call was applied late, or
    /// another user's, which shares some other value that must be unique.
    /// </summary>
    public async Task SettleConflictsAsync(List<(PendingInput Input, InputOutcome Conflict)> conflicts)
    {
        if (conflicts.Count is 0)
        {
            return;
        }

        var owners = await Reconciliation.FindOwnersAsync(calls.ReadAsync, settings.UniqueProperty!, conflicts);
        var settled = new List<(PendingInput Input, InputOutcome Outcome)>();
        foreach (var (input, conflict) in conflicts)
        {
            switch (owners.Of(input, conflict))
            {
                case (Ownership.Own, { } record):
                    settled.Add((input, Reconciliation.OutcomeOf(input.Input.Key, record, input.SentAt!.Value) with { BatchId = input.OpenCall ?? conflict.BatchId }));
                    break;
                case (Ownership.Another, _):
                    settled.Add((input, conflict));
                    break;
                case (Ownership.Undisclosed, _):
                    settled.Add((input, Unknown(input, "HubSpot has such a user and does not tell whether it is this one, created late")));
                    break;
                default:
                    LeaveOpen([input], "HubSpot has such a user and cannot tell yet whether it is this one, created late; it will be asked later", owners.NotBefore ?? input.LastSentAt + settings.Delay, isAttempt: true);
                    break;
            }
        }

        await SettleAsync(settled);
    }

    /// <summary>Records what was found out about users after their call, and settles the call.</summary>
    public async Task SettleAsync(List<(PendingInput Input, InputOutcome Outcome)> outcomes)
    {
        if (outcomes.Count > 0)
        {
            await records.WriteAsync(outcomes);
            await calls.SettleAsync(outcomes);
        }
    }

    /// <summary>Leaves inputs open, in doubt, for a later attempt.</summary>
    public void LeaveOpen(IEnumerable<PendingInput> inputs, string reason, DateTimeOffset? notBefore, bool isAttempt)
    {
        foreach (var input in inputs)
        {
            input.Outcome = input.Open(reason) with { BatchId = input.OpenCall ?? batchId, MayBeCreated = true, NotBefore = notBefore, IsAttempt = isAttempt };
        }
    }

    /// <summary>Ends inputs that HubSpot cannot be asked for as unknown, except those that a person decided to send all the same.</summary>
    /// <returns>Those.</returns>
    private async Task<IReadOnlyList<PendingInput>> EndUnlessDecidedAsync(List<PendingInput> inputs, string reason)
    {
        await SettleAsync(inputs.FindAll(input => input.Clearance is not { IsDecided: true }).ConvertAll(input => (input, Unknown(input, reason))));
        var decided = inputs.FindAll(input => input.Clearance is { IsDecided: true });
        decided.ForEach(input => input.SentAt = null);
        return decided;
    }

    private InputOutcome Unknown(PendingInput input, string reason) =>
        new() { InputKey = input.Input.Key, Outcome = Outcome.Unknown, BatchId = input.OpenCall ?? batchId, ErrorMessage = reason };
}
