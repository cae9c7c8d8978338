using System.Diagnostics;
using Azure;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Outcomes;
using HubSpotUsers.Sending;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Batching;

/// <summary>Takes a filled batch from its intent through its calls to its last row, and the intent away again.</summary>
/// <param name="hubSpot">HubSpot.</param>
/// <param name="intents">Names the batch while it is in flight.</param>
/// <param name="users">Takes claims.</param>
/// <param name="records">Takes results.</param>
/// <param name="hubSpotOptions">How doubt is resolved.</param>
/// <param name="ledgerOptions">How long a batch may take.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes counts and ids, never values.</param>
public sealed partial class BatchProcessor(
    HubSpotUsersClient hubSpot,
    IntentTable intents,
    UserTable users,
    CallRecords records,
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

    /// <summary>Processes a batch; every input's submission learns of its outcome, or of the failure to record it.</summary>
    internal async Task ProcessAsync(Batch batch)
    {
        using var activity = Spans.StartBatch(batch);
        try
        {
            await ProcessAsync(batch.Id, batch.Inputs);
        }
        catch (Exception exception)
        {
            // The submissions must learn of any failure, or their invocations would wait for ever.
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            Log.NotRecorded(logger, batch.Id, batch.Inputs.Count, exception);
            foreach (var owner in batch.Inputs.Select(input => input.Owner).Distinct())
            {
                owner.Fail(exception);
            }
        }
    }

    private async Task ProcessAsync(Guid batchId, IReadOnlyList<PendingInput> inputs)
    {
        var overdue = inputs.Where(IsOverdue).ToHashSet();
        List<PendingInput> own = [.. inputs.Where(input => !overdue.Contains(input))];
        Complete(overdue, "The message waited so long that somebody else may have it");
        if (own.Count is 0)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(ledgerOptions.Value.WorkingTime, time);
        var intent = await intents.OpenAsync(batchId, own, deadline.Token);
        var taken = (await users.ClaimAsync(own.Where(input => input.Clearance is not null), batchId)).ToHashSet();
        var run = new BatchRun(batchId, hubSpot, records, _reconciliation, time, deadline.Token);
        await run.RunAsync([.. own.Where(input => !taken.Contains(input))]);
        await CloseAsync(intent, run);
        Complete(taken, "Another process is at work on the user");
        foreach (var (input, outcome) in run.Outcomes)
        {
            input.Owner.Complete(input, outcome, run.Summaries.GetValueOrDefault(input));
        }
    }

    /// <summary>
    /// A message is surely its invocation's own for half a lease. After that another delivery may be under way that this process
    /// knows nothing of, so the ledger must be asked first.
    /// </summary>
    private bool IsOverdue(PendingInput input) =>
        input is { Clearance: null, Owner.Submission.Source: SubmissionSource.Queue }
        && time.GetElapsedTime(input.ArrivedAt) > ledgerOptions.Value.UncheckedTime;

    private async Task CloseAsync(Intent intent, BatchRun run)
    {
        List<PendingInput> open = [.. run.Outcomes.Where(pair => pair.Value.MayBeCreated).Select(pair => pair.Key)];
        await Task.WhenAll(run.Outcomes
            .Where(pair => pair is { Value: { Outcome: Outcome.Deferred, MayBeCreated: false }, Key.ClaimedRow: not null })
            .Select(pair => users.UnclaimAsync(pair.Key)));
        try
        {
            await (open.Count > 0 ? intents.ReleaseAsync(intent, open) : intents.RemoveAsync(intent));
        }
        catch (RequestFailedException exception)
        {
            // All rows are written; the intent that stays is found dead and swept away.
            Log.IntentStays(logger, intent.BatchId, exception.Status);
        }
    }

    private static void Complete(IEnumerable<PendingInput> inputs, string reason)
    {
        foreach (var input in inputs)
        {
            input.Owner.Complete(input, new InputOutcome { InputKey = input.Input.Key, Outcome = Outcome.Deferred, ErrorMessage = reason }, batch: null);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(203, LogLevel.Error, "Batch {BatchId}: the results of {Inputs} users could not be recorded.")]
        public static partial void NotRecorded(ILogger logger, Guid batchId, int inputs, Exception exception);

        [LoggerMessage(204, LogLevel.Warning, "Batch {BatchId}: its intent could not be removed (HTTP {Status}); it will be swept.")]
        public static partial void IntentStays(ILogger logger, Guid batchId, int status);
    }
}
