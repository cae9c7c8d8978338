using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Outcomes;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Sending;

/// <summary>
/// Takes the inputs of one batch to their outcomes and calls: asks first for those that may have been sent before, sends the others,
/// isolates bad inputs by halving, and asks again after an answer that leaves doubt.
/// </summary>
/// <param name="batchId">The batch's id, and that of its first call.</param>
/// <param name="hubSpot">HubSpot.</param>
/// <param name="records">Takes every call's result at once, so that a crash between two calls loses neither.</param>
/// <param name="settings">How doubt is resolved.</param>
/// <param name="time">The clock.</param>
/// <param name="leaving">Called whenever a call has its permit and leaves.</param>
/// <param name="deadline">Ends the work while the batch's intent is still young.</param>
internal sealed class BatchRun(
    Guid batchId,
    HubSpotUsersClient hubSpot,
    CallRecords records,
    ReconciliationSettings settings,
    TimeProvider time,
    Action leaving,
    CancellationToken deadline)
{
    /// <summary>Inputs that HubSpot did not have when asked, though they may have been sent: whatever is in their way now is themselves.</summary>
    private readonly HashSet<PendingInput> _suspects = [];

    private Guid? _nextCallId = batchId;

    /// <summary>Runs to the end: afterwards every input has an outcome.</summary>
    public async Task RunAsync(IReadOnlyList<PendingInput> inputs)
    {
        List<PendingInput> suspects = [.. inputs.Where(input => input.Clearance?.SentAt is not null)];
        var missing = await LookUpAsync(suspects.ConvertAll(input => (input, input.Clearance!.SentAt!.Value)));
        await SendAsync(suspects.Count is 0 ? inputs : [.. inputs.Except(suspects), .. missing], round: 0);
    }

    /// <summary>Does the same without any call; afterwards every input has an outcome that says so.</summary>
    public async Task PretendAsync(IReadOnlyList<PendingInput> inputs, DryRun dryRun)
    {
        if (inputs.Count is 0)
        {
            return;
        }

        var sentAt = time.GetUtcNow();
        var (result, outcome) = await dryRun.PretendAsync(batchId, inputs, leaving, deadline);
        await RecordAsync(new FinishedCall(inputs, result, outcome, SummaryOf(batchId, result, outcome), sentAt, time.GetUtcNow()), []);
    }

    private async Task SendAsync(IReadOnlyList<PendingInput> inputs, int round)
    {
        if (inputs.Count is 0)
        {
            return;
        }

        var sentAt = time.GetUtcNow();
        var (isToBeHalved, doubtful) = await SendOnceAsync(inputs, sentAt);
        if (isToBeHalved)
        {
            // The bad inputs end up alone; every half without one goes through.
            var half = inputs.Count / 2;
            await SendAsync([.. inputs.Take(half)], round);
            await SendAsync([.. inputs.Skip(half)], round);
        }
        else if (doubtful.Count > 0)
        {
            await ReconcileAsync(doubtful, sentAt, round);
        }
    }

    /// <summary>Calls, and records what the call came to.</summary>
    /// <returns>Whether the inputs are to be halved, or else which of them may have been created.</returns>
    private async Task<(bool IsToBeHalved, List<PendingInput> Doubtful)> SendOnceAsync(IReadOnlyList<PendingInput> inputs, DateTimeOffset sentAt)
    {
        var callId = _nextCallId ?? Guid.CreateVersion7(sentAt);
        _nextCallId = null;
        using var span = Spans.StartCall(callId, inputs.Count);
        var result = await CallAsync(() => hubSpot.CreateAsync(RequestBody.Of(inputs), leaving, deadline));
        var isToBeHalved = result.Verdict is CallVerdict.InputsRefused && inputs.Count > 1;
        var outcome = Judge(inputs, result, callId);
        var isInDoubt = settings.UniqueProperty is not null && !isToBeHalved;
        var doubtful = isInDoubt
            ? [.. inputs.Where((input, index) => outcome.Inputs[index].Outcome is Outcome.Unknown && input.UniqueValue is not null)]
            : new List<PendingInput>();
        var summary = SummaryOf(callId, result, outcome);
        Spans.End(span, summary, result.Error?.Category);
        await RecordAsync(new FinishedCall(inputs, result, outcome, summary, sentAt, time.GetUtcNow()), isToBeHalved ? inputs : doubtful);
        return (isToBeHalved, doubtful);
    }

    /// <summary>Finds out what became of inputs that may have been created, and sends those again that were not.</summary>
    private async Task ReconcileAsync(List<PendingInput> inputs, DateTimeOffset sentAt, int round)
    {
        if (round >= settings.MaxRounds || !await PauseAsync())
        {
            LeaveOpen(inputs, "HubSpot's answer left open whether the user was created; HubSpot will be asked later");
            return;
        }

        await SendAsync(await LookUpAsync(inputs.ConvertAll(input => (input, sentAt))), round + 1);
    }

    /// <summary>Asks HubSpot for users that may have been created.</summary>
    /// <returns>Those HubSpot does not have.</returns>
    private async Task<IReadOnlyList<PendingInput>> LookUpAsync(List<(PendingInput Input, DateTimeOffset SentAt)> inputs)
    {
        var known = inputs.FindAll(pair => pair.Input.UniqueValue is not null);
        await records.WriteAsync(inputs.FindAll(pair => pair.Input.UniqueValue is null).ConvertAll(pair => (
            pair.Input,
            Unknown(pair.Input, "The user may have been sent, and nothing tells it apart in HubSpot (HubSpot:UniqueProperty)"))));
        if (known.Count is 0)
        {
            return [];
        }

        var lookUp = await Reconciliation.LookUpAsync(
            request => CallAsync(() => hubSpot.ReadAsync(request, leaving, deadline)),
            settings.UniqueProperty!,
            known.ConvertAll(pair => pair.Input.UniqueValue!));
        if (lookUp.IsImpossible)
        {
            await records.WriteAsync(known.ConvertAll(pair => (pair.Input, Unknown(pair.Input, "The user may have been sent, and HubSpot does not tell whether it was created"))));
            return [];
        }

        if (lookUp.Found is not { } found)
        {
            LeaveOpen(known.ConvertAll(pair => pair.Input), "Whether the user was created could not be asked; HubSpot will be asked later", lookUp.NotBefore);
            return [];
        }

        await records.WriteAsync([.. known
            .Where(pair => found.ContainsKey(pair.Input.UniqueValue!))
            .Select(pair => (pair.Input, Reconciliation.OutcomeOf(pair.Input.Input.Key, found[pair.Input.UniqueValue!], pair.SentAt)))]);
        PendingInput[] missing = [.. known.Where(pair => !found.ContainsKey(pair.Input.UniqueValue!)).Select(pair => pair.Input)];
        _suspects.UnionWith(missing);
        return missing;
    }

    private BatchOutcome Judge(IReadOnlyList<PendingInput> inputs, CallResult result, Guid callId)
    {
        if (result.Verdict is CallVerdict.NotApplied)
        {
            return new BatchOutcome([.. inputs.Select(input => Reconciliation.NotApplied(input.Input.Key, callId, result, isSuspect: _suspects.Contains(input)))], [], []);
        }

        var outcome = OutcomeMapper.Map([.. inputs.Select(input => input.Input)], callId, result, settings.UniqueProperty);
        return _suspects.Count is 0
            ? outcome
            : outcome with { Inputs = [.. outcome.Inputs.Select((one, index) => Reconciliation.Own(one, isSuspect: _suspects.Contains(inputs[index])))] };
    }

    private async Task RecordAsync(FinishedCall call, IReadOnlyCollection<PendingInput> undecided)
    {
        foreach (var input in call.Inputs)
        {
            input.Call = call.Summary;
        }

        var decided = new List<(PendingInput Input, InputOutcome Outcome)>(call.Inputs.Count);
        for (var index = 0; index < call.Inputs.Count; index++)
        {
            if (!undecided.Contains(call.Inputs[index]))
            {
                decided.Add((call.Inputs[index], call.Outcome.Inputs[index]));
            }
        }

        await records.WriteAsync(decided);
        await records.WriteAsync(call);
    }

    private void LeaveOpen(IEnumerable<PendingInput> inputs, string reason, DateTimeOffset? notBefore = null)
    {
        foreach (var input in inputs)
        {
            input.Outcome = new InputOutcome
            {
                InputKey = input.Input.Key,
                Outcome = Outcome.Deferred,
                BatchId = batchId,
                ErrorMessage = reason,
                MayBeCreated = true,
                NotBefore = notBefore,
            };
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

    /// <summary>Calls, and takes a call that the deadline ended for one that nobody knows the outcome of.</summary>
    private async Task<CallResult> CallAsync(Func<Task<CallResult>> call)
    {
        try
        {
            return await call();
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new CallResult { Verdict = CallVerdict.Ambiguous, Trouble = "HubSpot did not answer in the time a batch has" };
        }
    }

    private InputOutcome Unknown(PendingInput input, string reason) =>
        new() { InputKey = input.Input.Key, Outcome = Outcome.Unknown, BatchId = batchId, ErrorMessage = reason };

    private static BatchSummary SummaryOf(Guid callId, CallResult result, BatchOutcome outcome)
    {
        var counts = OutcomeCounts.Of(outcome.Inputs);
        return new BatchSummary(callId, counts.Result, counts, result.Response?.Status, (int?)result.HttpStatus, result.CorrelationId);
    }
}
