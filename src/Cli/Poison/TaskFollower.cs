using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;

namespace Cli.Poison;

/// <summary>Follows a task over the poison queue to its end.</summary>
/// <param name="client">The app.</param>
/// <param name="context">The terminal and the clock.</param>
internal sealed class TaskFollower(AppClient client, CliContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Follows a task.</summary>
    /// <returns>How it ended.</returns>
    public async Task<PoisonTaskView> FollowAsync(PoisonTaskView task, CancellationToken cancellationToken)
    {
        var progress = new ProgressView(context);
        var startedAt = context.Time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, context.Time);
        while (!task.IsOver())
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            task = await client.GetAsync($"poison/tasks/{Uri.EscapeDataString(task.Id)}", CliJson.Default.PoisonTaskView, cancellationToken);
            var rate = task.Users / Math.Max(0.001, context.Time.GetElapsedTime(startedAt).TotalSeconds);
            progress.Show(() => $"Task {task.Id}: {task.State}, {Words.Of(task.Users, "user")} in {Words.Of(task.Messages, "message")}, {Words.Rate(rate)}, left {Words.Of(task.Skipped)}");
        }

        progress.End($"Task {task.Id}: {task.State} after {Words.Of(context.Time.GetElapsedTime(startedAt))}.");
        return task;
    }
}
