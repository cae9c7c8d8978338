using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Ledger;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Sending;

/// <summary>The calls of one batch: each is recorded at once, and again when more is found out about its inputs.</summary>
/// <param name="batchId">The batch's id, and that of its first call.</param>
/// <param name="records">Takes every call's result at once, so that a crash between two calls loses neither.</param>
/// <param name="refusals">Numbers the calls.</param>
/// <param name="leaving">Called whenever a call has its permit and leaves.</param>
/// <param name="deadline">Ends the work while the batch's intent is still young.</param>
internal sealed class BatchCalls(
    Guid batchId,
    HubSpotUsersClient hubSpot,
    CallRecords records,
    Refusals refusals,
    TimeProvider time,
    Action leaving,
    CancellationToken deadline)
{
    /// <summary>The calls of this batch that left something open.</summary>
    private readonly Dictionary<Guid, FinishedCall> _open = [];

    private Guid? _nextCallId = batchId;

    /// <summary>Calls to create users.</summary>
    /// <param name="inputs">The users.</param>
    /// <param name="judge">Says what a result means for them.</param>
    public async Task<FinishedCall> CreateAsync(IReadOnlyList<PendingInput> inputs, Func<Guid, CallResult, BatchOutcome> judge)
    {
        var sentAt = time.GetUtcNow();
        var callId = _nextCallId ?? Guid.CreateVersion7(sentAt);
        _nextCallId = null;
        using var span = Spans.StartCall(callId, inputs.Count);
        var (number, leftAt) = (0L, sentAt);
        var result = await CallAsync(() => hubSpot.CreateAsync(RequestBody.Of(inputs), Leave, deadline));
        if (result.Outcome is CallOutcome.Processed)
        {
            refusals.Passed(number);
        }

        foreach (var input in inputs)
        {
            input.LastSentAt = leftAt;
        }

        var call = new FinishedCall(callId, inputs, result, judge(callId, result), sentAt, time.GetUtcNow()) { Number = number };
        Spans.End(span, call.Summary, result.Error?.Category);
        return call;

        void Leave()
        {
            (number, leftAt) = (refusals.Leave(), time.GetUtcNow());
            foreach (var input in inputs)
            {
                input.SentAt ??= sentAt;
            }

            leaving();
        }
    }

    /// <summary>Reads users.</summary>
    public Task<CallResult> ReadAsync(BatchReadRequest request) => CallAsync(() => hubSpot.ReadAsync(request, leaving, deadline));

    /// <summary>Records a call, and the outcomes of its inputs.</summary>
    /// <param name="undecided">The inputs that have no outcome by it.</param>
    public async Task RecordAsync(FinishedCall call, IReadOnlyCollection<PendingInput> undecided)
    {
        var summary = call.Summary;
        var decided = new List<(PendingInput Input, InputOutcome Outcome)>(call.Inputs.Count);
        for (var index = 0; index < call.Inputs.Count; index++)
        {
            call.Inputs[index].Call = summary;
            if (!undecided.Contains(call.Inputs[index]))
            {
                decided.Add((call.Inputs[index], call.Outcome.Inputs[index]));
            }
        }

        if (undecided.Count > 0)
        {
            _open[call.Id] = call;
        }

        await records.WriteAsync(decided);
        await records.WriteAsync(call);
    }

    /// <summary>Writes into the rows of calls that left inputs open what was found out about these.</summary>
    /// <param name="outcomes">What the calls came to for the inputs.</param>
    public async Task SettleAsync(IReadOnlyList<(PendingInput Input, InputOutcome Outcome)> outcomes)
    {
        foreach (var ofCall in outcomes.Where(pair => pair.Input.OpenCall is not null).GroupBy(pair => pair.Input.OpenCall!.Value))
        {
            if (_open.TryGetValue(ofCall.Key, out var call))
            {
                _open[call.Id] = call = call.Settle(ofCall.ToDictionary(pair => pair.Input, pair => pair.Outcome));
                await records.SettleAsync(call);
                foreach (var input in call.Inputs.Where(input => input.Call?.Id == call.Id))
                {
                    input.Call = call.Summary;
                }
            }
            else
            {
                await records.SettleAsync(ofCall.Key, [.. ofCall.Select(pair => pair.Outcome)]);
            }
        }
    }

    /// <summary>Calls, and takes a call that the deadline ended for one of unknown outcome.</summary>
    private async Task<CallResult> CallAsync(Func<Task<CallResult>> call)
    {
        try
        {
            return await call();
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return new CallResult { Outcome = CallOutcome.Ambiguous, Trouble = "HubSpot did not respond in the time a batch has" };
        }
    }
}
