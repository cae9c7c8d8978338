using HubSpotUsers.Retention;

namespace Api.Retention;

/// <summary>The steps of a round: which rows are removed, in which order.</summary>
internal sealed class RetentionSteps(OldRecords records, OldRequests requests, LedgerGuard guard)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<RetentionStep> All { get; } =
    [
        new((run, _) => records.RemoveBatchesAsync(run.Remover, run.Cutoff)),
        new((run, _) => records.RemoveFoundAsync(run.Remover, run.Cutoff)),
        new((run, _) => requests.RemoveKeysAsync(run.Remover)),
        new((run, round) => records.RemoveTasksAsync(run.Remover, run.Cutoff, guard.IsSteady(round))),
        new((run, _) => records.RemoveUsersAsync(run.Remover, run.Cutoff, run.Poison!), IsOfLedger: true),
        new((run, _) => requests.RemoveQueuedAsync(run.Remover, run.Cutoff, run.Poison!), IsOfLedger: true),
        new((run, _) => requests.RemoveImmediateAsync(run.Remover, run.Cutoff), IsOfLedger: true),
        new((run, round) => records.RemoveProducersAsync(run.Remover, run.Cutoff, run.Poison!, round.Continuation), IsOfLedger: true, IsScan: true, IsLongScan: true),
        new((run, _) => requests.RemoveProducersAsync(run.Remover, run.Cutoff), IsOfLedger: true, IsScan: true),
        new((run, _) => records.RemoveErasedAsync(run.Remover, run.Cutoff), IsOfLedger: true),
        new((run, _) => records.RemoveRedrivenAsync(run.Remover, run.Cutoff), IsOfLedger: true),
    ];
}

/// <summary>A run: what it does of a round.</summary>
/// <param name="Remover">Removes rows, and counts them.</param>
/// <param name="Cutoff">Rows that are older go.</param>
/// <param name="Poison">Whose rows stay; null until that is known.</param>
internal sealed record RetentionRun(RowRemover Remover, DateTimeOffset Cutoff, PoisonSources? Poison = null);

/// <summary>A part of a round.</summary>
/// <param name="RemoveAsync">Removes rows.</param>
/// <param name="IsOfLedger">Whether they may keep a user from being created twice.</param>
/// <param name="IsScan">Whether it reads whole partitions.</param>
/// <param name="IsLongScan">Whether the next run continues where it stopped reading.</param>
internal sealed record RetentionStep(Func<RetentionRun, RetentionRound, Task<Removal>> RemoveAsync, bool IsOfLedger = false, bool IsScan = false, bool IsLongScan = false);
