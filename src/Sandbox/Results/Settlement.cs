using History;
using Hosting;
using Sandbox.Input;
using Sandbox.Storms;
using Sandbox.View;
using Simulators.HubSpot;

namespace Sandbox.Results;

/// <summary>Follows a run to its end: until every user sent has its outcome.</summary>
/// <param name="output">The tables.</param>
/// <param name="poison">The poison queue.</param>
/// <param name="sent">What was sent.</param>
/// <param name="hubSpot">What HubSpot saw.</param>
/// <param name="storm">What goes wrong on the way; null for nothing.</param>
internal sealed class Settlement(
    OutputReader output,
    PoisonReader poison,
    SentMessages sent,
    HubSpotSimulator hubSpot,
    FunctionApp app,
    StormCourse? storm,
    TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Users that are in no batch may be in the poison queue; it is looked at when nothing has moved for this long.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    /// <summary>A run in which nothing moves for this long has failed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Waits until every user has its outcome, or nothing moves any more.</summary>
    /// <param name="sending">Ends when all messages are sent.</param>
    /// <param name="report">Takes the progress.</param>
    /// <exception cref="SandboxException">The function app ended.</exception>
    public async Task<Accounts> WaitAsync(Task sending, Action<RunProgress> report, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(PollInterval, time);
        var (last, movedAt, lookedAt, accounted) = (default(RunProgress), time.GetTimestamp(), 0L, 0);
        do
        {
            if (storm is null && app.Process.HasExited)
            {
                throw new SandboxException($"The function app has ended:\n{string.Join('\n', app.Process.Output.TakeLast(20))}");
            }

            var progress = RunProgress.Of(sent.Inputs, await output.ReadBatchesAsync(cancellationToken), hubSpot.Journal.TotalCalls);
            report(progress);
            await WatchAppAsync(Math.Max(progress.Settled, accounted), sent.Inputs > 0 ? sent.Inputs : null, cancellationToken);
            if (progress != last)
            {
                (last, movedAt) = (progress, time.GetTimestamp());
            }

            if (sending.IsCompleted && (progress.Settled >= sent.Inputs || time.GetElapsedTime(Math.Max(movedAt, lookedAt)) > Quiet))
            {
                await sending;
                lookedAt = time.GetTimestamp();
                var accounts = await SettleAsync(cancellationToken);

                // Batches whose process died have no row, so that the users' own rows tell more.
                accounted = accounts.Outcomes.Values.Sum();
                if ((accounts.Unaccounted.Count is 0 && (sent.Inputs is 0 || storm is null or { IsOver: true })) || time.GetElapsedTime(movedAt) > Patience)
                {
                    report(progress.With(accounts.Outcomes));
                    return accounts;
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));

        return await SettleAsync(cancellationToken);
    }

    /// <summary>Settles what was sent against what the tables and the poison queue say now.</summary>
    public async Task<Accounts> SettleAsync(CancellationToken cancellationToken) => Accounts.Settle(
        sent.Counts,
        await output.ReadOutcomesAsync(cancellationToken),
        await poison.ReadUnsentAsync(cancellationToken));

    private async Task WatchAppAsync(int settled, int? inputs, CancellationToken cancellationToken)
    {
        app.Observe(settled);
        if (storm is not null)
        {
            await storm.FollowAsync(settled, inputs, cancellationToken);
        }
    }
}
