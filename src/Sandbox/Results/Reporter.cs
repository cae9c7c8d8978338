using System.Collections.Frozen;
using Cli.Sending;
using History;
using Hosting;
using Sandbox.Input;
using Simulators.HubSpot;

namespace Sandbox.Results;

/// <summary>Draws up the report of a run, including the result of the history check.</summary>
/// <param name="output">The tables.</param>
/// <param name="sent">What was sent.</param>
/// <param name="hubSpot">What HubSpot saw.</param>
/// <param name="history">The facts of all parts.</param>
internal sealed class Reporter(
    OutputReader output,
    SentMessages sent,
    HubSpotSimulator hubSpot,
    FunctionApp app,
    HistoryReader history,
    TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>Messages are deleted and dead processes' intents swept a little after the last outcome.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Draws up the report.</summary>
    public async Task<RunReport> ReportAsync(Accounts accounts, SendReport? file, int seed, int outages, TimeSpan duration, CancellationToken cancellationToken)
    {
        var check = await CheckAsync(accounts, cancellationToken);
        var batches = await output.ReadBatchesAsync(cancellationToken);
        var journal = hubSpot.Journal.Summarize();
        return new RunReport(
            seed,
            sent.Inputs,
            accounts.Outcomes,
            accounts.Unaccounted,
            file,
            journal.TotalCalls,
            journal.CreatedUsers,
            journal.MaxCallsInTenSeconds,
            [.. batches.OrderBy(batch => batch.SentAt).Select(batch => batch.Inputs)],
            app.Kills,
            outages,
            journal.CallsByFault,
            app.PeakMemoryBytes,
            (long?)app.LongestRecovery?.TotalMilliseconds,
            (long)duration.TotalMilliseconds,
            check);
    }

    private async Task<CheckResult> CheckAsync(Accounts accounts, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        var startedAt = time.GetTimestamp();
        while (true)
        {
            var facts = await history.ReadAsync(sent.Messages, FrozenSet<string>.Empty, [GeneratedUsers.EmailDomain, .. hubSpot.Settings.AcceptedTokens], app.Output, cancellationToken);
            var check = Invariants.Check(facts with { PeakMemoryBytes = app.PeakMemoryBytes, LongestRecovery = app.LongestRecovery }, isOver: true);
            if (check.Holds || accounts.Unaccounted.Count > 0 || time.GetElapsedTime(startedAt) > Patience)
            {
                return check;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
