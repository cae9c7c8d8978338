using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Retention;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Api.Retention;

/// <summary>
/// Removes old rows, a round a day in the quiet hours. A run does a part of the round and keeps how far it came, so that it never
/// takes long and the next goes on, in whatever process.
/// </summary>
public sealed partial class RecordRetention
{
    /// <summary>The hours of the day (UTC) in which rows are removed.</summary>
    private const int FirstHour = 1;
    private const int HourAfter = 6;

    /// <summary>How often the rows are gone through whose keys tell no day.</summary>
    private static readonly TimeSpan TimeBetweenScans = TimeSpan.FromDays(6.5);

    /// <summary>The runs are a minute apart.</summary>
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    private readonly RetentionSteps _steps;
    private readonly OldPoison _poison;
    private readonly LedgerGuard _guard;
    private readonly IOptions<RetentionOptions> _options;
    private readonly Meters _meters;
    private readonly TimeProvider _time;
    private readonly ILogger<RecordRetention> _logger;
    private readonly TableClient _control;
    private readonly TableLease _lease;

    /// <summary>The day whose round this process knows to be done.</summary>
    private DateOnly? _done;

    internal RecordRetention(
        TableServiceClient service,
        RetentionSteps steps,
        OldPoison poison,
        LedgerGuard guard,
        IOptions<RetentionOptions> options,
        Meters meters,
        TimeProvider time,
        ILogger<RecordRetention> logger)
    {
        (_steps, _poison, _guard, _options, _meters, _time, _logger) = (steps, poison, guard, options, meters, time, logger);
        _control = service.GetTableClient(TableNames.Control);
        _lease = new TableLease(_control, RetentionRound.Partition, "lease", time);
    }

    /// <summary>Does a part of the day's round, if it is time for that and no other process does.</summary>
    /// <param name="cancellationToken">Ends the run; the next goes on.</param>
    /// <exception cref="Exception">Storage could not be reached; the next run continues.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        if (_options.Value.Days is 0 || now.Hour is < FirstHour or >= HourAfter || _done == day)
        {
            return;
        }

        ETag? taken = null;
        await _control.CreateOnDemandAsync(async _ => taken = await _lease.TryTakeAsync(now + LeaseTime));
        if (taken is not { } lease)
        {
            return;
        }

        try
        {
            var round = await RetentionRound.ReadAsync(_control);
            _done = (round.Day == day && round.IsDone) || await RunAsync(round, day, cancellationToken) ? day : null;
        }
        finally
        {
            await _lease.ReleaseAsync(lease);
        }
    }

    private async Task<bool> RunAsync(RetentionRound round, DateOnly day, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (round.Day != day)
        {
            round = await SaveAsync(await _guard.LookAsync(round with { Day = day, Step = 0, IsDone = false, TaskId = null, IsPoisonListed = false }, cancellationToken));
        }

        var run = new RetentionRun(new RowRemover(now + RunTime, _time, cancellationToken), now.AddDays(-_options.Value.Days));
        try
        {
            return await RunAsync(run, round, cancellationToken);
        }
        finally
        {
            foreach (var (table, rows) in run.Remover.Removed)
            {
                _meters.RowsRemoved(rows, table);
                Log.Removed(_logger, rows, table, _options.Value.Days);
            }
        }
    }

    private async Task<bool> RunAsync(RetentionRun run, RetentionRound round, CancellationToken cancellationToken)
    {
        for (; round.Step < _steps.All.Count; round = await SaveAsync(round with { Step = round.Step + 1 }))
        {
            var step = _steps.All[round.Step];
            if (step.IsOfLedger && run.Poison is null)
            {
                (round, var poison) = await OpenLedgerAsync(run, round, cancellationToken);
                if (poison is null)
                {
                    return round.IsDone;
                }

                run = run with { Poison = poison };
            }

            if (step.IsScan && _time.GetUtcNow() - round.ScannedAt < TimeBetweenScans)
            {
                continue;
            }

            var removal = await step.RemoveAsync(run, round);
            round = step.IsLongScan ? round with { Continuation = removal.Continuation } : round;
            if (!removal.IsComplete)
            {
                await SaveAsync(round);
                return false;
            }
        }

        var isScanned = round.ScannedAt is not { } scannedAt || _time.GetUtcNow() - scannedAt >= TimeBetweenScans;
        await SaveAsync(round with { IsDone = true, ScannedAt = isScanned ? _time.GetUtcNow() : round.ScannedAt });
        return true;
    }

    /// <summary>Finds out whether rows of the ledger may go. They are the memory that keeps a user from being created twice.</summary>
    /// <returns>The round, and whose rows stay; null while that is not known, or when none may go.</returns>
    private async Task<(RetentionRound Round, PoisonSources? Poison)> OpenLedgerAsync(RetentionRun run, RetentionRound round, CancellationToken cancellationToken)
    {
        var isSteady = _guard.IsSteady(round);
        if ((isSteady || _options.Value.RemovePoison) && (round.TaskId is not null || !round.IsPoisonListed))
        {
            round = await SaveAsync(await _poison.AdvanceAsync(round, run.Cutoff, cancellationToken));
            if (round.TaskId is not null)
            {
                return (round, null);
            }
        }

        if (isSteady && round.IsPoisonListed)
        {
            return (round, await _poison.ReadSourcesAsync(run.Cutoff));
        }

        Log.Kept(_logger, isSteady
            ? "the poison queue cannot be listed, and may hold a message whose users are known by these rows"
            : "in the last ten days the app was stopped, paused or more than two days behind, or it began to remove rows; old messages may still wait");
        return (await SaveAsync(round with { IsDone = true }), null);
    }

    private async Task<RetentionRound> SaveAsync(RetentionRound round)
    {
        await round.WriteAsync(_control);
        return round;
    }

    private static partial class Log
    {
        [LoggerMessage(800, LogLevel.Information, "Retention removed {Rows} rows of {Table} that were older than {Days} days.")]
        public static partial void Removed(ILogger logger, int rows, string table, int days);

        [LoggerMessage(802, LogLevel.Warning, "Retention keeps users and requests today: {Reason}.")]
        public static partial void Kept(ILogger logger, string reason);
    }
}
