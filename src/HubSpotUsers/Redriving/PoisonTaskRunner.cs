using Azure.Storage.Queues;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Redriving;

/// <summary>
/// Carries out tasks over the poison queue, a slice at a time: a slice goes through the queue from its beginning, for as long as its length may need,
/// and what it does not come to is for the next, which its message asks for before the row passes it. A slice that is delivered twice, or whose process died, is done again.
/// </summary>
/// <param name="options">The queue's name.</param>
/// <param name="poison">How long a slice works.</param>
/// <param name="taskQueue">Takes the next slice.</param>
/// <param name="lease">Has one slice at a time go through the queue.</param>
/// <param name="index">The list of what is in the queue.</param>
/// <param name="messages">Does with messages what the task asks for.</param>
/// <param name="erasures">What an erasure does besides.</param>
internal sealed partial class PoisonTaskRunner(
    QueueServiceClient queues,
    IOptions<UsersQueueOptions> options,
    IOptions<PoisonOptions> poison,
    PoisonTasks tasks,
    TaskQueue taskQueue,
    PoisonLease lease,
    PoisonIndex index,
    PoisonMessageHandler messages,
    ErasureRunner erasures,
    TimeProvider time,
    ILogger<PoisonTaskRunner> logger)
{
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(5);

    /// <summary>Does a slice.</summary>
    /// <param name="cancellationToken">Ends it early, for the next to go on.</param>
    internal async Task RunAsync(PoisonSlice slice, CancellationToken cancellationToken)
    {
        var task = await tasks.FindAsync(slice.TaskId);
        if (task is null or { IsOver: true } || task.Slice > slice.Number)
        {
            return;
        }

        if (task.Kind is PoisonTaskKind.Unknown || (task.Kind is PoisonTaskKind.Erase) != (slice.Erasure is not null))
        {
            await RefuseAsync(task, "Its row is not one that this version of the app can read. Begin the task again.");
            return;
        }

        if (slice.Erasure is { } person && !await erasures.IsReadyForPoisonAsync(task, person))
        {
            await erasures.RunAsync(task, slice, person, cancellationToken);
            return;
        }

        var queue = queues.GetQueueClient(options.Value.Name + PoisonQueue.Suffix);
        var (begunAt, length) = (time.GetUtcNow(), poison.Value.SliceTimeOf(await PoisonScan.CountAsync(queue)));

        // What is received at the slice's very end is visible again by then.
        if (await lease.TryTakeAsync(begunAt + length + PoisonOptions.HiddenTimeOf(length)) is not { } taken)
        {
            await taskQueue.SendAsync(new TaskMessage { Poison = slice }, BusyDelay);
            return;
        }

        // A pass that fails keeps the lease: what it received may be invisible until the lease ends, and another would take the rest for the whole.
        var pass = new PoisonPass(
            new PoisonScan(queue, PoisonOptions.HiddenTimeOf(length)), await index.ReadAsync(), begunAt, length, new RedriveRate(task.PerSecond, task.NextAt, time), time);
        await RunAsync(task, slice, pass, cancellationToken);
        await lease.ReleaseAsync(taken);
    }

    /// <summary>Ends a task because the app no longer reads the poison queue.</summary>
    internal async Task RefuseAsync(PoisonSlice slice)
    {
        if (await tasks.FindAsync(slice.TaskId) is { IsOver: false } task)
        {
            await RefuseAsync(task, "Poison:IsManaged is false: the app does not read its poison queue.");
        }
    }

    private async Task RefuseAsync(PoisonTask task, string detail)
    {
        await tasks.EndAsync(task, detail);
        Log.Refused(logger, task.Id, detail);
    }

    private async Task RunAsync(PoisonTask task, PoisonSlice slice, PoisonPass pass, CancellationToken cancellationToken)
    {
        task = await tasks.SaveAsync(task with
        {
            State = task.State is PoisonTaskState.Queued ? PoisonTaskState.Running : task.State,
            Messages = task.IsCounting ? 0 : task.Messages,
            Users = task.IsCounting ? 0 : task.Users,
        });
        var (isComplete, isFound) = (false, false);
        try
        {
            while (!isFound && task.State is PoisonTaskState.Running && !pass.IsOver && !cancellationToken.IsCancellationRequested)
            {
                var received = await pass.Scan.ReceiveAsync();
                isComplete = received.Count is 0;
                if (isComplete)
                {
                    break;
                }

                await messages.HandleAsync(task, slice, received, pass, SaveAsync, cancellationToken);
                await SaveAsync();

                // A task about one message has no more to look for.
                isFound = task.Filter.Id is not null && pass.HasPassed;
            }
        }
        finally
        {
            await pass.Scan.ReleaseAsync();
        }

        if (isComplete)
        {
            await index.RemoveAsync(pass.Gone);
            task = task with { Skipped = pass.Skipped };
        }

        if (task.State is PoisonTaskState.Running && !isComplete && !isFound && pass.IsStuck(task.IsCounting))
        {
            await RefuseAsync(task, "The poison queue is too long to be gone through in the time there is. Delete or move what is in front with the queue's own tools, then begin the task again.");
            return;
        }

        await EndAsync(task, slice, isComplete || isFound);

        async Task<bool> SaveAsync()
        {
            task = await tasks.SaveAsync(pass.Count(task));
            return task.State is PoisonTaskState.Running;
        }
    }

    /// <summary>Asks for the next slice before the row passes this one: a crash in between has this one done again.</summary>
    private async Task EndAsync(PoisonTask task, PoisonSlice slice, bool isComplete)
    {
        if (task.IsOver)
        {
            // It was stopped just as it began.
            return;
        }

        if (task.State is PoisonTaskState.Running && isComplete && slice.Erasure is { } person)
        {
            slice = slice with { Erasure = person with { Stage = ErasureStage.Rows } };
        }
        else if (task.State is PoisonTaskState.Stopping || isComplete)
        {
            var end = isComplete && slice.Erasure is null ? PoisonTaskState.Done : PoisonTaskState.Stopped;
            await tasks.SaveAsync(task with { State = end, EndedAt = time.GetUtcNow() });
            Log.Ended(logger, task.Id, task.Kind, end, task.Messages, task.Users, task.Skipped);
            return;
        }

        var delay = task.NextAt - time.GetUtcNow() is { } wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        await taskQueue.SendAsync(new TaskMessage { Poison = slice with { Number = slice.Number + 1 } }, delay);
        await tasks.SaveAsync(task with { Slice = slice.Number + 1 });
    }

    private static partial class Log
    {
        [LoggerMessage(702, LogLevel.Warning, "Task {TaskId} over the poison queue ended because it cannot continue: {Reason}")]
        public static partial void Refused(ILogger logger, string taskId, string reason);

        [LoggerMessage(700, LogLevel.Information, "Task {TaskId} ({Kind}) over the poison queue is {State}: {Messages} messages with {Users} users done, {Skipped} left for a decision or a correction.")]
        public static partial void Ended(ILogger logger, string taskId, PoisonTaskKind kind, PoisonTaskState state, int messages, int users, int skipped);
    }
}
