using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Outcomes;

namespace HubSpotUsers.Sending;

/// <summary>
/// Takes the inputs of one batch to their outcomes: asks first for those that may have been sent before, sends the others,
/// isolates bad inputs by halving, and asks again after an answer that leaves doubt.
/// </summary>
/// <param name="batchId">The batch's id, and that of its first call.</param>
/// <param name="hubSpot">HubSpot.</param>
/// <param name="records">Takes every call's result at once, so that a crash between two calls loses neither.</param>
/// <param name="settings">How doubt is resolved.</param>
/// <param name="time">The clock.</param>
/// <param name="deadline">Ends the work while the batch's intent is still young.</param>
internal sealed class BatchRun(
    Guid batchId,
    HubSpotUsersClient hubSpot,
    CallRecords records,
    ReconciliationSettings settings,
    TimeProvider time,
    CancellationToken deadline)
{
    private readonly Dictionary<PendingInput, InputOutcome> _outcomes = [];
    private readonly Dictionary<PendingInput, BatchSummary> _summaries = [];

    /// <summary>Inputs that HubSpot did not have when asked, though they may have been sent: whatever is in their way now is themselves.</summary>
    private readonly HashSet<PendingInput> _suspects = [];

    private bool _holdsPermit = true;
    private Guid? _nextCallId = batchId;

    /// <summary>What became of each input.</summary>
    public IReadOnlyDictionary<PendingInput, InputOutcome> Outcomes => _outcomes;

    /// <summary>The call each input was in last.</summary>
    public IReadOnlyDictionary<PendingInput, BatchSummary> Summaries => _summaries;

    /// <summary>Runs to the end: afterwards every input has an outcome.</summary>
    public async Task RunAsync(IReadOnlyList<PendingInput> inputs)
    {
        List<PendingInput> suspects = [.. inputs.Where(input => input.Clearance?.SentAt is not null)];
        var missing = await LookUpAsync(suspects.ConvertAll(input => (input, input.Clearance!.SentAt!.Value)));
        await SendAsync([.. inputs.Except(suspects), .. missing], round: 0);
    }

    private async Task SendAsync(IReadOnlyList<PendingInput> inputs, int round)
    {
        if (inputs.Count is 0)
        {
            return;
        }

        var callId = _nextCallId ?? Guid.CreateVersion7(time.GetUtcNow());
        _nextCallId = null;
        var sentAt = time.GetUtcNow();
        var result = await CallAsync(() => hubSpot.CreateAsync(RequestBody.Of(inputs), TakePermit(), deadline));
        var isToBeHalved = result.Verdict is CallVerdict.InputsRefused && inputs.Count > 1;
        var outcome = Judge(inputs, result, callId);
        var isInDoubt = settings.UniqueProperty is not null && !isToBeHalved;
        var doubtful = isInDoubt
            ? [.. inputs.Where((input, index) => outcome.Inputs[index].Outcome is Outcome.Unknown && ValueOf(input) is not null)]
            : new List<PendingInput>();
        await RecordAsync(new FinishedCall(inputs, result, outcome, SummaryOf(callId, result, outcome), sentAt, time.GetUtcNow()), isToBeHalved ? inputs : doubtful);
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
        var known = inputs.FindAll(pair => ValueOf(pair.Input) is not null);
        await SettleAsync(inputs.FindAll(pair => ValueOf(pair.Input) is null).ConvertAll(pair => (
            pair.Input,
            Unknown(pair.Input, "The user may have been sent, and nothing tells it apart in HubSpot (HubSpot:UniqueProperty)"))));
        if (known.Count is 0)
        {
            return [];
        }

        var lookUp = await Reconciliation.LookUpAsync(
            (request, holdsPermit) => CallAsync(() => hubSpot.ReadAsync(request, holdsPermit, deadline)),
            settings.UniqueProperty!,
            known.ConvertAll(pair => ValueOf(pair.Input)!),
            TakePermit());
        if (lookUp.IsImpossible)
        {
            await SettleAsync(known.ConvertAll(pair => (pair.Input, Unknown(pair.Input, "The user may have been sent, and HubSpot does not tell whether it was created"))));
            return [];
        }

        if (lookUp.Found is not { } found)
        {
            LeaveOpen(known.ConvertAll(pair => pair.Input), "Whether the user was created could not be asked; HubSpot will be asked later");
            return [];
        }

        await SettleAsync([.. known
            .Where(pair => found.ContainsKey(ValueOf(pair.Input)!))
            .Select(pair => (pair.Input, Reconciliation.OutcomeOf(pair.Input.Input.Key, found[ValueOf(pair.Input)!], pair.SentAt)))]);
        PendingInput[] missing = [.. known.Where(pair => !found.ContainsKey(ValueOf(pair.Input)!)).Select(pair => pair.Input)];
        _suspects.UnionWith(missing);
        return missing;
    }

    private BatchOutcome Judge(IReadOnlyList<PendingInput> inputs, CallResult result, Guid callId)
    {
        List<BatchInput> batch = [.. inputs.Select(input => input.Input)];
        var outcome = result.Verdict is CallVerdict.NotApplied
            ? new BatchOutcome([.. inputs.Select(input => Reconciliation.NotApplied(input.Input.Key, result) with { MayBeCreated = _suspects.Contains(input) })], [], [])
            : OutcomeMapper.Map(batch, result, settings.UniqueProperty);
        return outcome with
        {
            Inputs = [.. outcome.Inputs.Select((one, index) => Reconciliation.Own(one, isSuspect: _suspects.Contains(inputs[index])) with { BatchId = callId })],
        };
    }

    private async Task RecordAsync(FinishedCall call, IReadOnlyCollection<PendingInput> undecided)
    {
        foreach (var input in call.Inputs)
        {
            _summaries[input] = call.Summary;
        }

        await SettleAsync([.. call.Inputs.Select((input, index) => (input, call.Outcome.Inputs[index])).Where(pair => !undecided.Contains(pair.input))]);
        await records.WriteAsync(call);
    }

    private async Task SettleAsync(IReadOnlyList<(PendingInput Input, InputOutcome Outcome)> outcomes)
    {
        foreach (var (input, outcome) in await records.WriteAsync(outcomes))
        {
            _outcomes[input] = outcome;
        }
    }

    private void LeaveOpen(IEnumerable<PendingInput> inputs, string reason)
    {
        foreach (var input in inputs)
        {
            _outcomes[input] = new InputOutcome
            {
                InputKey = input.Input.Key,
                Outcome = Outcome.Deferred,
                BatchId = batchId,
                ErrorMessage = reason,
                MayBeCreated = true,
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

    private bool TakePermit()
    {
        var holds = _holdsPermit;
        _holdsPermit = false;
        return holds;
    }

    private InputOutcome Unknown(PendingInput input, string reason) =>
        new() { InputKey = input.Input.Key, Outcome = Outcome.Unknown, BatchId = batchId, ErrorMessage = reason };

    private string? ValueOf(PendingInput input) => settings.UniqueProperty is null || input.UniqueValue is not { Length: > 0 } value ? null : value;

    private static BatchSummary SummaryOf(Guid callId, CallResult result, BatchOutcome outcome)
    {
        var counts = OutcomeCounts.Of(outcome.Inputs);
        return new BatchSummary(callId, counts.Result, counts, result.Response?.Status, (int?)result.HttpStatus, result.CorrelationId);
    }
}
