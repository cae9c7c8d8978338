using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Redriving;

/// <summary>
/// Carries out an erasure, but for its way through the poison queue: has every process leave the person out, waits until none has the person in
/// hand any more, and then takes from the tables what points to the person. Whatever is done a second time changes nothing.
/// </summary>
/// <param name="taskQueue">Takes the next slice.</param>
/// <param name="match">Knows the person in messages.</param>
/// <param name="erased">Tells the processes.</param>
/// <param name="persons">Takes the person from the tables.</param>
/// <param name="ledger">How long the person may be in hand.</param>
/// <param name="poison">How long a slice works.</param>
internal sealed partial class ErasureRunner(
    PoisonTasks tasks,
    TaskQueue taskQueue,
    PersonMatch match,
    ErasedUsers erased,
    PersonErasure persons,
    IOptions<LedgerOptions> ledger,
    IOptions<PoisonOptions> poison,
    TimeProvider time,
    ILogger<ErasureRunner> logger)
{
    /// <summary>How long a person who stops a task that waits has to wait at most.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    /// <summary>Does a slice.</summary>
    /// <param name="erasure">Who is erased, and how far that is.</param>
    /// <param name="cancellationToken">Ends it early, for the next to go on.</param>
    internal async Task RunAsync(PoisonTask task, PoisonSlice slice, Erasure erasure, CancellationToken cancellationToken)
    {
        if (task.State is PoisonTaskState.Stopping)
        {
            await EndAsync(task, PoisonTaskState.Stopped);
        }
        else if (IsWaiting(erasure))
        {
            await SendAsync(task, slice, erasure);
        }
        else if (erasure.Stage is ErasureStage.Poison && !match.IsOn)
        {
            await tasks.EndAsync(task, "KeyVault:FindKeyName or HubSpot:UniqueProperty is no longer set: it cannot be determined who is in a message.");
        }
        else if (erasure.Stage is ErasureStage.Poison)
        {
            // The vault does not give the key at the moment.
            await SendAsync(task, slice, erasure with { NotBefore = time.GetUtcNow() + LookInterval });
        }
        else if (erasure.Stage is ErasureStage.Mark)
        {
            await erased.MarkAsync(erasure.Hash ?? PlaceOf(erasure).Hash, task.DecidedAt);
            task = await tasks.SaveAsync(task with { State = PoisonTaskState.Running });
            await SendAsync(task, slice, erasure with { Stage = ErasureStage.Poison, NotBefore = time.GetUtcNow() + ledger.Value.ErasedTime });
        }
        else
        {
            await EraseRowsAsync(task, slice, erasure, cancellationToken);
        }
    }

    /// <summary>Whether the slice goes through the poison queue now.</summary>
    internal async Task<bool> IsReadyForPoisonAsync(PoisonTask task, Erasure erasure) =>
        erasure.Stage is ErasureStage.Poison && task.State is not PoisonTaskState.Stopping && !IsWaiting(erasure) && await match.HasKeyAsync(erasure);

    private bool IsWaiting(Erasure erasure) => erasure.NotBefore > time.GetUtcNow();

    private async Task EraseRowsAsync(PoisonTask task, PoisonSlice slice, Erasure erasure, CancellationToken cancellationToken)
    {
        var endsAt = time.GetUtcNow() + poison.Value.SliceTime;
        task = task.IsDryRun && erasure.Continuation is null ? task with { Rows = 0, Hashes = 0 } : task;
        var isComplete = false;
        while (!isComplete && !IsWaiting(erasure) && task.State is PoisonTaskState.Running && time.GetUtcNow() < endsAt && !cancellationToken.IsCancellationRequested)
        {
            var page = erasure.Hash is { } hash
                ? await persons.EraseAsync(hash, erasure.Continuation, task.IsDryRun)
                : await persons.EraseAsync(PlaceOf(erasure), erasure.Continuation, task.IsDryRun);
            task = await tasks.SaveAsync(task with { Rows = (task.Rows ?? 0) + page.Users, Hashes = (task.Hashes ?? 0) + page.Hashes });
            erasure = page.IsInFlight
                ? erasure with { NotBefore = time.GetUtcNow() + ledger.Value.IntentLifetime }
                : erasure with { Continuation = page.Next };
            isComplete = page is { IsInFlight: false, Next: null };
        }

        await (isComplete ? EndAsync(task, PoisonTaskState.Done) : SendAsync(task, slice, erasure));
    }

    private static UserPlace PlaceOf(Erasure erasure) => new(erasure.Source!, erasure.Index);

    /// <summary>Asks for the next slice before the row passes this one: a crash in between has this one done again.</summary>
    private async Task SendAsync(PoisonTask task, PoisonSlice slice, Erasure erasure)
    {
        var wait = erasure.NotBefore - time.GetUtcNow() is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        await taskQueue.SendAsync(new TaskMessage { Poison = slice with { Number = slice.Number + 1, Erasure = erasure } }, wait < LookInterval ? wait : LookInterval);
        await tasks.SaveAsync(task with { Slice = slice.Number + 1 });
    }

    private async Task EndAsync(PoisonTask task, PoisonTaskState end)
    {
        await tasks.SaveAsync(task with { State = end, EndedAt = time.GetUtcNow() });
        Log.Ended(logger, task.Id, end, task.Users, task.Messages, task.Rows ?? 0, task.Hashes ?? 0, task.Skipped);
    }

    private static partial class Log
    {
        [LoggerMessage(703, LogLevel.Information, "Erasure {TaskId} is {State}: {Users} users in {Messages} messages of the poison queue, {Rows} rows of users and {Hashes} hashes; {Skipped} messages cannot be read.")]
        public static partial void Ended(ILogger logger, string taskId, PoisonTaskState state, int users, int messages, int rows, int hashes, int skipped);
    }
}
