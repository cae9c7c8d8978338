using HubSpotUsers.Batching;
using HubSpotUsers.Control;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Sending;

/// <summary>
/// Takes the inputs of one batch to their outcomes and calls: asks first for those that may have been sent before, sends the others,
/// isolates bad inputs by halving, and asks again after an answer that leaves doubt.
/// </summary>
/// <param name="batchId">The batch's id.</param>
/// <param name="calls">Makes and records its calls.</param>
/// <param name="records">Takes outcomes.</param>
/// <param name="refusals">Tells refusals of the app from those of inputs.</param>
/// <param name="settings">How doubt is resolved.</param>
/// <param name="time">The clock.</param>
/// <param name="deadline">Ends the work while the batch's intent is still young.</param>
internal sealed class BatchRun(
    Guid batchId,
    BatchCalls calls,
    CallRecords records,
    Refusals refusals,
    ReconciliationSettings settings,
    TimeProvider time,
    CancellationToken deadline)
{
    /// <summary>Inputs that HubSpot did not have when asked, though they may have been sent: whatever is in their way now is themselves.</summary>
    private readonly HashSet<PendingInput> _suspects = [];

    /// <summary>Calls of one input each that HubSpot refused, though not surely for that input.</summary>
    private readonly List<FinishedCall> _refused = [];

    /// <summary>The pause that this batch brought about, since HubSpot refuses the app.</summary>
    private Pause? _stoppedBy;

    /// <summary>Runs to the end: afterwards every input has an outcome.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="isProbe">Whether the batch is to show that HubSpot takes calls again.</param>
    public async Task RunAsync(IReadOnlyList<PendingInput> inputs, bool isProbe)
    {
        List<PendingInput> suspects = [.. inputs.Where(input => input.Clearance?.SentAt is not null)];
        var missing = await LookUpAsync(suspects.ConvertAll(input => (input, input.Clearance!.SentAt!.Value)));
        await SendAsync(suspects.Count is 0 ? inputs : [.. inputs.Except(suspects), .. missing], round: 0);
        await TryRefusedAgainAsync();
        await DeferRefusedAsync(isProbe);
        if (_stoppedBy is { } pause)
        {
            refusals.Blame(inputs.Where(input => input is { RefusedAt: not null, Outcome.Outcome: Outcome.Deferred }), pause);
        }
    }

    /// <summary>Does the same without any call; afterwards every input has an outcome that says so.</summary>
    public async Task PretendAsync(IReadOnlyList<PendingInput> inputs, DryRun dryRun, Action leaving)
    {
        if (inputs.Count is 0)
        {
            return;
        }

        var sentAt = time.GetUtcNow();
        var (result, outcome) = await dryRun.PretendAsync(batchId, inputs, leaving, deadline);
        await calls.RecordAsync(new FinishedCall(batchId, inputs, result, outcome, sentAt, time.GetUtcNow()), []);
    }

    private async Task SendAsync(IReadOnlyList<PendingInput> inputs, int round)
    {
        long? refusedAt = null;
        var groups = new Halving<PendingInput>(inputs);
        while (!groups.IsEmpty)
        {
            if (_stoppedBy is { } pause)
            {
                Hold(groups.TakeAll(), pause);
                return;
            }

            // While nothing shows whether the app is refused or an input, ones that have little in common show it soonest.
            var group = refusedAt is { } since && !refusals.HavePassedSince(since) ? groups.TakeOne() : groups.Take();
            var isAlone = group is [{ RefusedAt: { } before }] && refusals.HavePassedSince(before);
            var call = await calls.CreateAsync(group, (callId, result) => Judge(group, callId, result));
            var isRefused = call.Result.Verdict is CallVerdict.CallRefused;
            var open = OpenOf(call);
            open.ClearOfDoubt(call, _suspects);
            List<(PendingInput Input, InputOutcome Conflict)> conflicts = open.IsEverything ? [] : ConflictsOfSuspects(call);
            await calls.RecordAsync(call, isRefused ? group : [.. open.Inputs, .. conflicts.Select(pair => pair.Input)]);
            await SettleConflictsAsync(conflicts);
            if (isRefused)
            {
                refusedAt ??= refusals.LastCall;
                _stoppedBy = await refusals.RefusedAsync(group, call.Result);
            }

            if (isRefused && isAlone)
            {
                await RejectAsync(call);
            }
            else if (isRefused && group.Count is 1)
            {
                _refused.Add(call);
            }
            else if (!open.MayBeCreated)
            {
                // The bad inputs end up alone; every half without one goes through.
                groups.AddHalves(open.Inputs);
            }
            else if (open.Inputs.Count > 0)
            {
                await ReconcileAsync(open, call.SentAt, round);
            }
        }
    }

    /// <summary>The inputs that a call did not decide.</summary>
    private OpenInputs OpenOf(FinishedCall call)
    {
        var open = OpenInputs.Of(call.Inputs, call.Result, call.Outcome, isReadable: input => settings.UniqueProperty is not null && input.UniqueValue is not null);
        foreach (var input in open.MayBeCreated ? open.Inputs : [])
        {
            input.OpenCall = call.Id;
        }

        return open;
    }

    /// <summary>Inputs that may be in their own way: HubSpot had no such user when it was asked, and now says that there is one.</summary>
    private List<(PendingInput Input, InputOutcome Conflict)> ConflictsOfSuspects(FinishedCall call) => _suspects.Count is 0 ? [] : [.. call.Inputs
        .Select((input, index) => (Input: input, Conflict: call.Outcome.Inputs[index]))
        .Where(pair => pair.Conflict.Outcome is Outcome.Duplicate && _suspects.Contains(pair.Input))];

    /// <summary>
    /// Asks HubSpot whose record stands in the way of inputs that may have been created: their own, if an earlier call was applied late, or
    /// another's, which has some other value that must be unique.
    /// </summary>
    private async Task SettleConflictsAsync(List<(PendingInput Input, InputOutcome Conflict)> conflicts)
    {
        if (conflicts.Count is 0)
        {
            return;
        }

        var lookUp = await Reconciliation.LookUpAsync(calls.ReadAsync, settings.UniqueProperty!, conflicts.ConvertAll(pair => pair.Input.UniqueValue!));
        var settled = new List<(PendingInput Input, InputOutcome Outcome)>();
        foreach (var (input, conflict) in conflicts)
        {
            if (lookUp.Found.TryGetValue(input.UniqueValue!, out var record))
            {
                settled.Add((input, Reconciliation.OutcomeOf(input.Input.Key, record, input.SentAt!.Value) with { BatchId = input.OpenCall ?? conflict.BatchId }));
            }
            else if (lookUp.Open.Contains(input.UniqueValue!))
            {
                LeaveOpen([input], "Whose record is in the user's way could not be asked; HubSpot will be asked later", lookUp.NotBefore, isAttempt: false);
            }
            else
            {
                var isImpossible = lookUp.Impossible.Contains(input.UniqueValue!);
                settled.Add((input, isImpossible ? Unknown(input, "HubSpot has such a user and does not tell whether it is this one, created late") : conflict));
            }
        }

        await SettleAsync(settled);
    }

    /// <summary>Records what was found out about users after their call, and settles the call.</summary>
    private async Task SettleAsync(List<(PendingInput Input, InputOutcome Outcome)> outcomes)
    {
        if (outcomes.Count > 0)
        {
            await records.WriteAsync(outcomes);
            await calls.SettleAsync(outcomes);
        }
    }

    /// <summary>Finds out what became of inputs that may have been created, and sends those again that were not.</summary>
    private async Task ReconcileAsync(OpenInputs open, DateTimeOffset sentAt, int round)
    {
        if (round >= settings.MaxRounds || (!open.AreErrorsNameless && !await PauseAsync()))
        {
            foreach (var input in open.Inputs)
            {
                LeaveOpen([input], "HubSpot's answer left open whether the user was created; HubSpot will be asked later", input.LastSentAt + settings.Delay, isAttempt: true);
            }

            return;
        }

        var missing = await LookUpAsync([.. open.Inputs.Select(input => (input, sentAt))]);
        if (open.AreErrorsNameless && missing.Count > 1)
        {
            // The bad inputs end up alone here too.
            var half = missing.Count / 2;
            await SendAsync([.. missing.Take(half)], round);
            await SendAsync([.. missing.Skip(half)], round);
        }
        else
        {
            await SendAsync(missing, round + 1);
        }
    }

    /// <summary>Asks HubSpot for users that may have been created.</summary>
    /// <returns>Those HubSpot does not have, and those that are to be sent though it cannot tell.</returns>
    private async Task<IReadOnlyList<PendingInput>> LookUpAsync(List<(PendingInput Input, DateTimeOffset SentAt)> inputs)
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

    /// <summary>Ends inputs that HubSpot cannot be asked for as unknown, except those that a person decided to send all the same.</summary>
    /// <returns>Those.</returns>
    private async Task<IReadOnlyList<PendingInput>> EndUnlessDecidedAsync(List<PendingInput> inputs, string reason)
    {
        await SettleAsync(inputs.FindAll(input => input.Clearance is not { IsDecided: true }).ConvertAll(input => (input, Unknown(input, reason))));
        var decided = inputs.FindAll(input => input.Clearance is { IsDecided: true });
        decided.ForEach(input => input.SentAt = null);
        return decided;
    }

    private BatchOutcome Judge(IReadOnlyList<PendingInput> inputs, Guid callId, CallResult result) =>
        result.Verdict is CallVerdict.NotApplied or CallVerdict.CallRefused
            ? new BatchOutcome([.. inputs.Select(input => Reconciliation.NotApplied(input.Input.Key, callId, result, isSuspect: _suspects.Contains(input)))], [], [])
            : OutcomeMapper.Map([.. inputs.Select(input => input.Input)], callId, result, settings.UniqueProperty);

    /// <summary>
    /// Tries inputs again that HubSpot refused alone before others passed: it may have been the app that was refused, for a while. Only who
    /// is refused after others have passed is in its own way.
    /// </summary>
    private async Task TryRefusedAgainAsync()
    {
        List<PendingInput> again = [.. _refused.Select(call => call.Inputs[0]).Where(input => refusals.HavePassedSince(input.RefusedAt!.Value))];
        _refused.RemoveAll(call => again.Contains(call.Inputs[0]));
        foreach (var input in again)
        {
            await SendAsync([input], round: 0);
        }
    }

    /// <summary>Rejects an input that HubSpot refused alone, after others had passed.</summary>
    private async Task RejectAsync(FinishedCall call)
    {
        var input = call.Inputs[0];
        var rejected = OutcomeMapper.Map([input.Input], call.Id, call.Result with { Verdict = CallVerdict.InputsRefused }, settings.UniqueProperty).Inputs[0];
        input.OpenCall = call.Id;
        await SettleAsync([(input, rejected)]);
        refusals.Forget(input);
    }

    /// <summary>Gives another try to the inputs that HubSpot refused alone, while nothing shows whether it is for them.</summary>
    private async Task DeferRefusedAsync(bool isProbe)
    {
        foreach (var call in _refused)
        {
            var input = call.Inputs[0];
            input.Outcome = call.Outcome.Inputs[0] with { NotBefore = null };
            refusals.Remember(input);
            _stoppedBy ??= isProbe ? await refusals.StopAsync(call.Result) : null;
        }
    }

    private void LeaveOpen(IEnumerable<PendingInput> inputs, string reason, DateTimeOffset? notBefore, bool isAttempt)
    {
        foreach (var input in inputs)
        {
            input.Outcome = input.Open(reason) with { BatchId = input.OpenCall ?? batchId, MayBeCreated = true, NotBefore = notBefore, IsAttempt = isAttempt };
        }
    }

    private void Hold(IEnumerable<PendingInput> inputs, Pause pause)
    {
        foreach (var input in inputs)
        {
            var held = input.Held(pause);
            input.Outcome = held with { BatchId = batchId, MayBeCreated = held.MayBeCreated || _suspects.Contains(input) };
        }
    }

    private async Task<bool> PauseAsync()
    {
        try
        {
            await Task.Delay(settings.Delay, time, deadline);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private InputOutcome Unknown(PendingInput input, string reason) =>
        new() { InputKey = input.Input.Key, Outcome = Outcome.Unknown, BatchId = input.OpenCall ?? batchId, ErrorMessage = reason };
}
