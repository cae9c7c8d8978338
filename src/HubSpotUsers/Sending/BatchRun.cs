using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Ledger;
using HubSpotUsers.Pausing;

namespace HubSpotUsers.Sending;

/// <summary>
/// Takes the inputs of one batch to their outcomes and calls: asks first for those that may have been sent before, sends the others,
/// isolates bad inputs by halving, and asks again after a response that leaves doubt.
/// </summary>
/// <param name="batchId">The batch's id.</param>
/// <param name="calls">Makes and records its calls.</param>
/// <param name="records">Takes outcomes.</param>
/// <param name="refusals">Tells refusals of the app from those of inputs.</param>
/// <param name="settings">How doubt is resolved.</param>
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
    private readonly InputsInDoubt _doubt = new(batchId, calls, records, settings);

    /// <summary>Calls of one input each that HubSpot refused, though not certainly for that input.</summary>
    private readonly List<FinishedCall> _refused = [];

    /// <summary>The pause that this batch brought about, since HubSpot refuses the app.</summary>
    private Pause? _stoppedBy;

    /// <summary>Runs to the end: afterwards every input has an outcome.</summary>
    /// <param name="isProbe">Whether the batch is to show that HubSpot takes calls again.</param>
    public async Task RunAsync(IReadOnlyList<PendingInput> inputs, bool isProbe)
    {
        List<PendingInput> suspects = [.. inputs.Where(input => input.Clearance?.SentAt is not null)];
        var missing = await _doubt.LookUpAsync(suspects.ConvertAll(input => (input, input.Clearance!.SentAt!.Value)));
        await SendAsync(suspects.Count is 0 ? inputs : [.. inputs.Except(suspects), .. missing], round: 0);
        await TryRefusedAgainAsync();
        await DeferRefusedAsync(isProbe);
        if (_stoppedBy is { } pause)
        {
            refusals.Blame(inputs.Where(input => input is { RefusedAt: not null, Outcome.Outcome: Outcome.Deferred }), pause);
        }
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
            var isRefused = call.Result.Outcome is CallOutcome.CallRefused;
            var open = OpenOf(call);
            open.ClearOfDoubt(call, _doubt.IsSuspect);
            List<(PendingInput Input, InputOutcome Conflict)> conflicts = open.IsEverything ? [] : _doubt.ConflictsOf(call);
            await calls.RecordAsync(call, isRefused ? group : [.. open.Inputs, .. conflicts.Select(pair => pair.Input)]);
            await _doubt.SettleConflictsAsync(conflicts);
            if (isRefused)
            {
                refusedAt ??= refusals.LastCall;
                _stoppedBy = await refusals.RefusedAsync(call);
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
                await ReconcileAsync(open, call, round);
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

    /// <summary>
    /// Finds out what became of inputs that may have been created, and sends those again that were not: apart, when HubSpot refused some of
    /// them without saying which, or when it has failed over them twice, since one of them may be what it fails over.
    /// </summary>
    private async Task ReconcileAsync(OpenInputs open, FinishedCall call, int round)
    {
        if (round >= settings.MaxRounds || (!open.AreErrorsNameless && !await PauseAsync()))
        {
            foreach (var input in open.Inputs)
            {
                _doubt.LeaveOpen([input], "HubSpot's response left open whether the user was created; HubSpot will be asked later", input.LastSentAt + settings.Delay, isAttempt: true);
            }

            return;
        }

        var missing = await _doubt.LookUpAsync([.. open.Inputs.Select(input => (input, call.SentAt))]);
        if (missing.Count > 1 && (open.AreErrorsNameless || round > 0))
        {
            // The bad inputs end up alone here too.
            var half = missing.Count / 2;
            await SendAsync([.. missing.Take(half)], NextRound());
            await SendAsync([.. missing.Skip(half)], NextRound());
        }
        else
        {
            await SendAsync(missing, round + 1);
        }

        // While others pass it is not HubSpot that fails, and every half gets its own attempts.
        int NextRound() => open.AreErrorsNameless || refusals.HavePassedSince(call.Number) ? round : round + 1;
    }

    private BatchOutcome Judge(IReadOnlyList<PendingInput> inputs, Guid callId, CallResult result) =>
        result.Outcome is CallOutcome.NotApplied or CallOutcome.CallRefused
            ? new BatchOutcome([.. inputs.Select(input => Reconciliation.NotApplied(input.Input.Key, callId, result, isSuspect: _doubt.IsSuspect(input)))], [], [])
            : OutcomeMapper.Map([.. inputs.Select(input => input.Input)], callId, result, settings.UniqueProperty);

    /// <summary>
    /// Retries inputs that HubSpot refused alone before others passed: it may have been the app that was refused, for a while. Only who
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
        var rejected = OutcomeMapper.Map([input.Input], call.Id, call.Result with { Outcome = CallOutcome.InputsRefused }, settings.UniqueProperty).Inputs[0];
        input.OpenCall = call.Id;
        await _doubt.SettleAsync([(input, rejected)]);
        refusals.Forget(input);
    }

    /// <summary>Gives another attempt to the inputs that HubSpot refused alone, while nothing shows whether it is for them.</summary>
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

    private void Hold(IEnumerable<PendingInput> inputs, Pause pause)
    {
        foreach (var input in inputs)
        {
            var held = pause.OutcomeOf(input);
            input.Outcome = held with { BatchId = batchId, MayBeCreated = held.MayBeCreated || _doubt.IsSuspect(input) };
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
}
