using System.Collections.Frozen;
using Cli.Sending;
using History;
using Hosting;
using Sandbox.Input;
using Sandbox.Storms;
using Simulators.HubSpot;

namespace Sandbox.Results;

/// <summary>Draws up the report of a run, including the result of the history check.</summary>
/// <param name="output">The tables.</param>
/// <param name="sent">What was sent.</param>
/// <param name="hubSpot">What HubSpot saw.</param>
/// <param name="storm">What went wrong on the way; null for nothing.</param>
/// <param name="history">The facts of all parts.</param>
internal sealed class Reporter(
    OutputReader output,
    SentMessages sent,
    HubSpotSimulator hubSpot,
    FunctionApp app,
    StormCourse? storm,
    HistoryReader history,
    TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Messages are deleted and dead processes' intents swept a little after the last outcome, one after the other: what does not become less for
    /// this long stays.
    /// </summary>
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
        var (last, movedAt) = ((Waiting: int.MaxValue, Intents: int.MaxValue), time.GetTimestamp());
        while (true)
        {
            if (storm is { IsOver: true })
            {
                // A host that storage refused ends a while after storage is back, and the one after it does the rest.
                await storm.FollowAsync(sent.Inputs, sent.Inputs, cancellationToken);
            }

            var facts = await history.ReadAsync(sent.Messages, FrozenSet<string>.Empty, [GeneratedUsers.EmailDomain, .. hubSpot.Settings.AcceptedTokens], app.Output, cancellationToken);
            var check = Invariants.Check(facts with { PeakMemoryBytes = app.PeakMemoryBytes, LongestRecovery = app.LongestRecovery }, isOver: true);
            if (facts.Waiting < last.Waiting || facts.Intents < last.Intents)
            {
                movedAt = time.GetTimestamp();
            }

            last = (facts.Waiting, facts.Intents);
            if (check.Holds || accounts.Unaccounted.Count > 0 || time.GetElapsedTime(movedAt) > Patience)
            {
                return check;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }
}
