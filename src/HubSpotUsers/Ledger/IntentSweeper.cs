using HubSpotUsers.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Ledger;

/// <summary>
/// Clears away the intents of processes that died. Their inputs mostly come back with their messages and get their outcome then;
/// of those that do not come back, such as a request's, the outcome is recorded as unknown, open to better knowledge.
/// </summary>
/// <param name="users">The outcomes.</param>
/// <param name="batches">The calls.</param>
/// <param name="tallies">The counts.</param>
/// <param name="options">How long to wait, and how often to look.</param>
internal sealed partial class IntentSweeper(
    IntentTable intents,
    UserTable users,
    BatchTable batches,
    TallyTable tallies,
    IOptions<LedgerOptions> options,
    TimeProvider time,
    ILogger<IntentSweeper> logger) : BackgroundService
{
    /// <summary>The status of a key, or of a row, that storage does not take.</summary>
    private const int BadRequest = 400;

    /// <summary>Sweeps once.</summary>
    internal async Task SweepAsync()
    {
        var now = time.GetUtcNow();
        var snapshot = await intents.ReadAsync();
        foreach (var intent in snapshot.Intents.Where(intent => !intent.IsAliveAt(now)))
        {
            await TrySweepAsync(intent, isLost: now - intent.ExpiresAt > options.Value.SweepAfter);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync();
            }
            catch (Exception exception)
            {
                // The next round may do better, and nothing else depends on this one.
                Log.Failed(logger, exception);
            }
        }
    }

    /// <summary>Sweeps an intent. Whatever is wrong with one, those behind it are swept; when storage fails, they would fail as well.</summary>
    private async Task TrySweepAsync(Intent intent, bool isLost)
    {
        try
        {
            await SweepAsync(intent, isLost);
        }
        catch (Exception exception) when (!StorageFailure.Is(exception) || StorageFailure.StatusOf(exception) is BadRequest)
        {
            Log.NotSwept(logger, intent.BatchId, exception);
        }
    }

    private async Task SweepAsync(Intent intent, bool isLost)
    {
        var open = new List<IntentInput>();
        foreach (var input in intent.Inputs)
        {
            if (await users.ReadAsync(input.Partition, input.Key) is not { Outcome: not null })
            {
                open.Add(input);
            }
        }

        // What this version cannot read of an intent, another may.
        if ((open.Count > 0 || intent.Inputs.Count is 0 || !intent.IsWhole) && !isLost)
        {
            return;
        }

        if (open.Count > 0)
        {
            // First, for once all users have their outcome no process comes back to the batch.
            await batches.AddLostAsync(intent, open);
        }

        foreach (var source in open.GroupBy(input => InputKey.SourceOf(input.Key), StringComparer.Ordinal))
        {
            await tallies.TryRecordAsync(source.Key, await EndAsync(intent.BatchId, source));
        }

        await intents.RemoveAsync(intent);
        Log.Swept(logger, intent.BatchId, open.Count);
    }

    /// <summary>Records users as unknown, unless an outcome is on record.</summary>
    /// <returns>Their outcomes as they stand.</returns>
    private async Task<List<InputOutcome>> EndAsync(Guid batchId, IEnumerable<IntentInput> inputs)
    {
        var standing = new List<InputOutcome>();
        foreach (var input in inputs)
        {
            var outcome = new InputOutcome
            {
                InputKey = input.Key,
                Outcome = Outcome.Unknown,
                BatchId = batchId,
                ErrorMessage = "The process that sent the user died, and its message has not come back",
            };
            standing.Add(await users.MergeAsync(UserRow.Swept(input, outcome, time.GetUtcNow()), outcome));
        }

        return standing;
    }

    private static partial class Log
    {
        [LoggerMessage(400, LogLevel.Warning, "The intent of batch {BatchId} was swept; {Open} of its users end as unknown.")]
        public static partial void Swept(ILogger logger, Guid batchId, int open);

        [LoggerMessage(401, LogLevel.Warning, "Intents could not be swept.")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(407, LogLevel.Warning, "The intent of batch {BatchId} could not be swept; the others were.")]
        public static partial void NotSwept(ILogger logger, Guid batchId, Exception exception);
    }
}
