using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Pausing;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Sending;

/// <summary>Takes a filled batch from its intent through its calls to its last row, and the intent away again.</summary>
/// <param name="gate">Whether anything is sent.</param>
/// <param name="dryRun">Stands in for the call when nothing is.</param>
/// <param name="intents">Names the batch while it is in flight.</param>
/// <param name="claims">Take each input for one process.</param>
/// <param name="people">Makes users findable.</param>
/// <param name="records">Takes results.</param>
/// <param name="refusals">Tells refusals of the app from those of inputs.</param>
/// <param name="hubSpotOptions">How doubt is resolved.</param>
/// <param name="ledgerOptions">How long a batch may take.</param>
/// <param name="logger">Takes counts and ids, never values.</param>
internal sealed partial class BatchProcessor(
    HubSpotUsersClient hubSpot,
    SendingGate gate,
    DryRun dryRun,
    IntentTable intents,
    UserClaims claims,
    PersonIndex people,
    CallRecords records,
    Refusals refusals,
    IOptions<HubSpotOptions> hubSpotOptions,
    IOptions<LedgerOptions> ledgerOptions,
    TimeProvider time,
    ILogger<BatchProcessor> logger)
{
    private const int MaxRounds = 2;

    private readonly ReconciliationSettings _reconciliation = new(
        hubSpotOptions.Value.UniqueProperty is { Length: > 0 } property ? property : null,
        hubSpotOptions.Value.ReconcileDelay,
        MaxRounds);

    private readonly InputReadiness _readiness = new(hubSpotOptions, ledgerOptions, time);

    /// <summary>Processes a batch; every input ends with its outcome, or open when that could not be recorded.</summary>
    /// <param name="batchId">The batch's id.</param>
    /// <param name="inputs">The batch.</param>
    /// <param name="leaving">Called when a call of the batch leaves.</param>
    internal async Task ProcessAsync(Guid batchId, IReadOnlyList<PendingInput> inputs, Action leaving)
    {
        using var span = Spans.StartBatch(batchId, inputs.Count, inputs.Select(input => input.Owner.Submission.TraceParent));
        try
        {
            await ProcessUnlessPausedAsync(batchId, inputs, leaving);
        }
        catch (Exception exception)
        {
            // Every input must end, or its invocation would wait forever: with what is on record of it, or open, and with any doubt there is.
            Spans.Fail(span, exception.GetType().Name);
            Log.NotRecorded(logger, batchId, inputs.Count, exception);
            foreach (var input in inputs)
            {
                input.Outcome ??= input.Open(StorageFailure.Is(exception) ? "The output tables could not be reached" : "The app failed");
                input.ClearOf(batchId);
                input.End();
            }
        }
    }

    private async Task ProcessUnlessPausedAsync(Guid batchId, IReadOnlyList<PendingInput> inputs, Action leaving)
    {
        var blamed = refusals.BlamedAmong(inputs);
        var state = await gate.AskAsync(canProbe: blamed.Count < inputs.Count);
        if (state.Pause is { } pause)
        {
            pause.Hold(inputs);
            return;
        }

        if (state.Probed is { } probed && blamed.Count > 0)
        {
            probed.Hold(blamed);
            inputs = [.. inputs.Except(blamed)];
        }

        var hasSent = false;
        try
        {
            await SendAsync(batchId, inputs, state, () =>
            {
                hasSent = true;
                leaving();
            });
        }
        finally
        {
            gate.EndProbe(state, hasSent);
        }
    }

    private async Task SendAsync(Guid batchId, IReadOnlyList<PendingInput> inputs, SendingState state, Action leaving)
    {
        var own = _readiness.DeferUnready(inputs, state);
        if (own.Count is 0)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(ledgerOptions.Value.WorkingTime, time);

        // Begun before the first call, so that a user is findable whatever becomes of this process; neither a call nor an outcome waits for it.
        var indexing = people.TryWriteAsync(batchId, own);
        var intent = await intents.OpenAsync(batchId, own, deadline.Token);
        var taken = (await claims.ClaimAsync(own.Where(input => input.Clearance is not null), batchId)).ToHashSet();
        var ours = taken.Count is 0 ? own : [.. own.Where(input => !taken.Contains(input))];
        var calls = new BatchCalls(batchId, hubSpot, records, refusals, time, leaving, deadline.Token);
        var run = new BatchRun(batchId, calls, records, refusals, _reconciliation, time, deadline.Token);
        await (state.IsDryRun ? dryRun.RunAsync(batchId, ours, calls, leaving, deadline.Token) : run.RunAsync(ours, isProbe: state.Probed is not null));
        var isClosed = await TryCloseAsync(intent, ours);
        foreach (var input in taken)
        {
            input.Outcome = input.Open("Another process is at work on the user") with { MayBeElsewhere = true };
        }

        foreach (var input in own)
        {
            if (!isClosed)
            {
                input.ClearOf(batchId);
            }

            input.End();
        }

        await indexing;
    }

    /// <summary>Takes away what announced the batch, or leaves only the users in doubt in it.</summary>
    /// <returns>Whether that is done; if not, the intent is swept later.</returns>
    private async Task<bool> TryCloseAsync(Intent intent, IReadOnlyList<PendingInput> inputs)
    {
        foreach (var input in inputs.Where(input => input is { Outcome.Outcome: Outcome.Deferred, IsDecidedDoubt: true }))
        {
            input.Outcome = input.Outcome! with { MayBeCreated = true, SentAt = input.Clearance!.SentAt };
        }

        List<PendingInput> open = [.. inputs.Where(input => input is { Outcome.MayBeCreated: true, IsDecidedDoubt: false })];
        try
        {
            await Task.WhenAll(inputs.Except(open).Where(input => input is { Outcome.Outcome: Outcome.Deferred, ClaimedRow: not null }).Select(claims.UnclaimAsync));
            await (open.Count > 0 ? intents.ReleaseAsync(intent, open) : intents.RemoveAsync(intent));
            return true;
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            // The outcomes of users are on record, and what was certainly not sent says so in its message.
            Log.IntentStays(logger, intent.BatchId, StorageFailure.StatusOf(exception));
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(203, LogLevel.Error, "Batch {BatchId}: not all results of {Inputs} users could be recorded; the users without a record are delivered again.")]
        public static partial void NotRecorded(ILogger logger, Guid batchId, int inputs, Exception exception);

        [LoggerMessage(204, LogLevel.Warning, "Batch {BatchId}: its intent or claims could not be removed (HTTP {Status}); they are swept later.")]
        public static partial void IntentStays(ILogger logger, Guid batchId, int status);
    }
}
