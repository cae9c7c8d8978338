using Sandbox.Hosting;
using Sandbox.Input;
using Sandbox.View;
using Simulators.HubSpot;

namespace Sandbox.Results;

/// <summary>Follows a run to its end: until every user sent has its outcome.</summary>
/// <param name="output">The tables.</param>
/// <param name="poison">The poison queue.</param>
/// <param name="feeder">What was sent.</param>
/// <param name="hubSpot">What HubSpot saw.</param>
/// <param name="time">The clock.</param>
internal sealed class Settlement(OutputReader output, PoisonReader poison, QueueFeeder feeder, HubSpotSimulator hubSpot, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Users that are in no batch may be in the poison queue; it is looked at when nothing has moved for this long.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>A run in which nothing moves for this long has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public OutputReader Output => output;

    public QueueFeeder Feeder => feeder;

    /// <summary>Waits until every user has its outcome, or nothing moves any more.</summary>
    /// <param name="sending">Ends when all messages are sent.</param>
    /// <param name="app">The function app.</param>
    /// <param name="report">Takes the progress.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SandboxException">The function app ended.</exception>
    public async Task<Accounts> WaitAsync(Task sending, FunctionAppProcess app, Action<Progress> report, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        var (last, movedAt, lookedAt) = (default(Progress), time.GetTimestamp(), 0L);
        do
        {
            if (app.HasExited)
            {
                throw new SandboxException($"The function app has ended:\n{string.Join('\n', app.Output.TakeLast(20))}");
            }

            var progress = Progress.Of(feeder.Inputs, await output.ReadBatchesAsync(cancellationToken), hubSpot.Journal.TotalCalls);
            report(progress);
            if (progress != last)
            {
                (last, movedAt) = (progress, time.GetTimestamp());
            }

            if (sending.IsCompleted && (progress.Settled >= feeder.Inputs || time.GetElapsedTime(Math.Max(movedAt, lookedAt)) > Quiet))
            {
                await sending;
                lookedAt = time.GetTimestamp();
                var accounts = await SettleAsync(cancellationToken);
                if (accounts.Unaccounted.Count is 0 || time.GetElapsedTime(movedAt) > Patience)
                {
                    return accounts;
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));

        return await SettleAsync(cancellationToken);
    }

    /// <summary>Puts everything into a report.</summary>
    public async Task<RunReport> ReportAsync(Accounts accounts, TimeSpan duration, CancellationToken cancellationToken)
    {
        var batches = await output.ReadBatchesAsync(cancellationToken);
        return new RunReport(
            feeder.Inputs,
            accounts.Outcomes,
            accounts.Unaccounted,
            hubSpot.Journal.TotalCalls,
            hubSpot.Journal.TotalCreated,
            hubSpot.Journal.MaxCallsInAny(TimeSpan.FromSeconds(10)),
            [.. batches.OrderBy(batch => batch.SentAt).Select(batch => batch.Inputs)],
            (long)duration.TotalMilliseconds);
    }

    private async Task<Accounts> SettleAsync(CancellationToken cancellationToken) => Accounts.Settle(
        feeder.Sent,
        await output.ReadOutcomesAsync(cancellationToken),
        await poison.ReadUnsentAsync(cancellationToken));
}
