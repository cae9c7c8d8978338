using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Sending;

/// <summary>Records what calls came to, in tables and log.</summary>
/// <param name="users">Takes the outcomes.</param>
/// <param name="batches">Takes the calls.</param>
/// <param name="meters">Counts outcomes.</param>
/// <param name="slots">Counts them by their time.</param>
/// <param name="logger">Takes counts and ids, never values.</param>
internal sealed partial class CallRecords(UserTable users, BatchTable batches, Meters meters, OutcomeSlots slots, ILogger<CallRecords> logger)
{
    /// <summary>Records outcomes; those that are not final leave no row. Afterwards the inputs have their outcomes as they stand in the table.</summary>
    internal async Task WriteAsync(IReadOnlyList<(PendingInput Input, InputOutcome Outcome)> outcomes)
    {
        var final = new List<(PendingInput Input, InputOutcome Outcome)>(outcomes.Count);
        foreach (var (input, outcome) in outcomes)
        {
            if (outcome.Outcome is Outcome.Deferred)
            {
                input.Outcome = outcome;
            }
            else
            {
                final.Add((input, outcome));
            }
        }

        var standing = await users.WriteAsync(final);
        for (var index = 0; index < final.Count; index++)
        {
            final[index].Input.Outcome = standing[index];
            meters.Ended(standing[index], final[index].Input.Owner.Submission.Source);
            slots.Count(standing[index].Outcome);
        }
    }

    /// <summary>Records a call.</summary>
    internal async Task WriteAsync(FinishedCall call)
    {
        await batches.WriteAsync(call);
        var (summary, duration) = (call.Summary, call.EndedAt - call.SentAt);
        if (summary.Result is BatchResult.Succeeded)
        {
            Log.Succeeded(logger, summary.Id, summary.Counts.Created, duration.TotalMilliseconds);
        }
        else
        {
            Log.NotAllCreated(logger, summary.Id, summary.Counts, summary.HttpStatus, call.Result.Error?.Category, call.Result.Trouble, summary.CorrelationId);
        }

        foreach (var anomaly in call.Outcome.Anomalies)
        {
            Log.Anomaly(logger, summary.Id, anomaly);
        }
    }

    /// <summary>Records what was found out about inputs of a call after it was recorded.</summary>
    /// <param name="call">The call as it stands now.</param>
    internal Task SettleAsync(FinishedCall call)
    {
        Log.Settled(logger, call.Id, call.Summary.Counts);
        return SettleAsync(call.Id, async () =>
        {
            await batches.WriteAsync(call);
            return true;
        });
    }

    /// <summary>The same, of a call of an earlier batch.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="outcomes">What it came to for these inputs.</param>
    internal Task SettleAsync(Guid callId, IReadOnlyList<InputOutcome> outcomes) => SettleAsync(callId, () => batches.SettleAsync(callId, outcomes));

    private async Task SettleAsync(Guid callId, Func<Task<bool>> write)
    {
        try
        {
            if (!await write())
            {
                Log.Unreadable(logger, callId);
            }
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            // The users' own rows are written; what is not yet sent must not suffer for a summary.
            Log.NotSettled(logger, callId, StorageFailure.StatusOf(exception));
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

        [LoggerMessage(206, LogLevel.Warning, "Batch {BatchId}: the reconciled outcomes of its users could not be written to its row (HTTP {Status}).")]
        public static partial void NotSettled(ILogger logger, Guid batchId, int status);

        [LoggerMessage(207, LogLevel.Warning, "Batch {BatchId}: its row cannot be read and does not have the reconciled outcomes of its users; another version of the app may have written it.")]
        public static partial void Unreadable(ILogger logger, Guid batchId);

        [LoggerMessage(205, LogLevel.Information, "Batch {BatchId} is settled: {Counts}.")]
        public static partial void Settled(ILogger logger, Guid batchId, OutcomeCounts counts);
    }
}
