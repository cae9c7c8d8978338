using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Poison;

/// <summary>Reports how a task ended.</summary>
internal static class TaskReport
{
    /// <summary>Shows a task over messages.</summary>
    /// <param name="call">The command.</param>
    /// <param name="done">What it did, such as <c>Sent back</c>.</param>
    /// <param name="left">Why it may have left messages.</param>
    /// <returns>The exit code.</returns>
    public static int Show(CommandCall call, PoisonTaskView task, string done, string left)
    {
        if (call.IsJson)
        {
            call.Context.WriteJson(task, CliJson.Default.PoisonTaskView);
        }
        else
        {
            call.Context.Screen.WriteLine($"{(task.DryRun ? $"Would be {done.ToLowerInvariant()}" : done)}: {Words.Of(task.Users, "user")} in {Words.Of(task.Messages, "message")}. Left: {Words.Of(task.Skipped, "message")}. Task {task.Id}: {task.State}.");
        }

        if (task.Skipped > 0)
        {
            call.Context.Notes.WriteLine(left);
        }

        ShowStop(call, task);
        return task.Skipped > 0 || task.IsStopped() ? ExitCode.Attention : ExitCode.Ok;
    }

    /// <summary>Shows a task over one message that a person named.</summary>
    /// <param name="call">The command.</param>
    /// <param name="done">What it did.</param>
    /// <param name="left">Why it may have left the message.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CliException">There is no such message.</exception>
    public static int ShowOne(CommandCall call, PoisonTaskView task, string done, string left) =>
        task is { State: "Done", Messages: 0, Skipped: 0 } ? throw NoMessage() : Show(call, task, done, left);

    /// <summary>Says that a task did not do everything.</summary>
    public static void ShowStop(CommandCall call, PoisonTaskView task)
    {
        if (task.IsStopped())
        {
            call.Context.Notes.WriteLine($"The task was stopped before it was complete.{(task.Detail is null ? string.Empty : $" {task.Detail}")}");
        }
    }

    private static CliException NoMessage() => new(ExitCode.Usage, "There is no message of this id in the poison queue.", $"{CliCommand.Name} poison list --messages");
}
