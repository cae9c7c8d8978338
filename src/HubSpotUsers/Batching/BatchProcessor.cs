using System.Diagnostics;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Outcomes;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Batching;

/// <summary>Takes a filled batch through its call and into the output tables.</summary>
/// <param name="client">Calls HubSpot.</param>
/// <param name="tables">Takes the results.</param>
/// <param name="options">The account's unique property.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes counts and ids, never values.</param>
public sealed partial class BatchProcessor(
    HubSpotUsersClient client,
    OutputTables tables,
    IOptions<HubSpotOptions> options,
    TimeProvider time,
    ILogger<BatchProcessor> logger)
{
    private readonly string? _uniqueProperty = options.Value.UniqueProperty is { Length: > 0 } property ? property : null;

    /// <summary>Processes a batch; every input's submission learns of its outcome, or of the failure to record it.</summary>
    internal async Task ProcessAsync(Batch batch)
    {
        using var activity = Spans.StartBatch(batch);
        try
        {
            var startedAt = time.GetUtcNow();
            var result = await client.CreateAsync(batch.ToBody(), CancellationToken.None);
            var answeredAt = time.GetUtcNow();
            var outcome = Map(batch, result);
            var summary = new BatchSummary(
                batch.Id,
                OutcomeCounts.Of(outcome.Inputs).Result,
                OutcomeCounts.Of(outcome.Inputs),
                result.Response?.Status,
                result.HttpStatus,
                result.CorrelationId);
            await tables.WriteAsync(new FinishedBatch(batch, result, outcome, summary, startedAt, answeredAt));
            LogEnd(summary, outcome, result, answeredAt - startedAt);
            for (var index = 0; index < batch.Inputs.Count; index++)
            {
                batch.Inputs[index].Owner.Complete(batch.Inputs[index], outcome.Inputs[index] with { BatchId = batch.Id }, summary);
            }
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

    private BatchOutcome Map(Batch batch, CallResult result)
    {
        var inputs = batch.Inputs.Select(input => input.Input).ToList();
        return result.Verdict is CallVerdict.NotApplied
            ? new BatchOutcome([.. inputs.Select(input => Deferred(input, result))], [], [])
            : OutcomeMapper.Map(inputs, result, _uniqueProperty);
    }

    private static InputOutcome Deferred(BatchInput input, CallResult result) => new()
    {
        InputKey = input.Key,
        Outcome = Outcome.Deferred,
        ErrorCategory = result.Error?.Category,
        ErrorMessage = result.Trouble ?? $"HubSpot answered {(int)result.HttpStatus!.Value}; nothing was created",
    };

    private void LogEnd(BatchSummary summary, BatchOutcome outcome, CallResult result, TimeSpan duration)
    {
        var counts = summary.Counts;
        if (summary.Result is BatchResult.Succeeded)
        {
            Log.Succeeded(logger, summary.Id, counts.Created, duration.TotalMilliseconds);
        }
        else
        {
            var status = (int?)result.HttpStatus;
            Log.NotAllCreated(logger, summary.Id, counts, status, result.Error?.Category, result.Trouble, summary.CorrelationId);
        }

        foreach (var anomaly in outcome.Anomalies)
        {
            Log.Anomaly(logger, summary.Id, anomaly);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(200, LogLevel.Information, "Batch {BatchId}: {Created} users created in {Milliseconds:F0} ms.")]
        public static partial void Succeeded(ILogger logger, Guid batchId, int created, double milliseconds);

        [LoggerMessage(201, LogLevel.Warning, "Batch {BatchId}: {Counts}; HTTP {Status} {Category} {Trouble}; correlation id {CorrelationId}.")]
        public static partial void NotAllCreated(
            ILogger logger,
            Guid batchId,
            OutcomeCounts counts,
            int? status,
            string? category,
            string? trouble,
            string? correlationId);

        [LoggerMessage(202, LogLevel.Warning, "Batch {BatchId}: {Anomaly}.")]
        public static partial void Anomaly(ILogger logger, Guid batchId, string anomaly);

        [LoggerMessage(203, LogLevel.Error, "Batch {BatchId}: the results of {Inputs} users could not be recorded.")]
        public static partial void NotRecorded(ILogger logger, Guid batchId, int inputs, Exception exception);
    }
}
