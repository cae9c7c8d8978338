using System.CommandLine;
using Cli.Connection;
using Cli.Finding;
using Cli.Poison;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Erasing;

/// <summary>Erases a person from queues and tables, after it was counted what that means. Who it is stands in the body of the request and nowhere else.</summary>
internal static class EraseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var email = PersonOption.Create();
        var source = new Option<string?>("--source") { Description = "The message or request of one user instead, as find and export show it (sourceId)." };
        var index = new Option<int?>("--index") { Description = "With --source: the user's position there, from 0." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count what would be erased." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not count first, and do not ask." };
        var noWait = new Option<bool>("--no-wait") { Description = "End when the task has begun." };
        var command = new Command("erase", "Erase a person from queues and tables. Users in HubSpot are not touched.") { email, source, index, dryRun, yes, noWait };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(source) is null) != (result.GetValue(index) is null) || (result.GetValue(source) is not null && result.GetValue(email) is not null))
            {
                result.AddError("Pass --source with --index, or --email, or neither: then the address is asked for, or read from standard input.");
            }
        });
        return runner.Does(command, async (call, cancellationToken) =>
        {
            var isOfUser = call.Get(source) is not null;
            var request = new EraseRequest(isOfUser ? null : call.Get(email) ?? PersonOption.Ask(call.Context), call.Get(source), call.Get(index), call.Get(dryRun) ? true : null);
            var operation = new TaskOperation<EraseRequest>(call, "users/erase", CliJson.Default.EraseRequest);
            if (!call.Get(dryRun) && !call.Get(yes))
            {
                var counted = await operation.CountAsync(request with { DryRun = true }, cancellationToken);
                call.Context.Confirm($"Erase {Counts(counted)}, and whatever of the person still waits in the queue?", "Pass --yes.");
            }

            return Report(call, await operation.RunAsync(request, !call.Get(noWait), cancellationToken));
        });
    }

    private static int Report(CommandCall call, PoisonTaskView task)
    {
        if (call.IsJson)
        {
            call.Context.WriteJson(task, CliJson.Default.PoisonTaskView);
        }
        else
        {
            call.Context.Screen.WriteLine(task.IsOver() ? $"{(task.DryRun ? "Would be erased" : "Erased")}: {Counts(task)}. Task {task.Id}: {task.State}." : $"Started: task {task.Id}.");
        }

        if (!task.IsOver() && !task.DryRun)
        {
            call.Context.Notes.WriteLine($"The task first waits until no process handles the person any more, about 15 minutes. To see its progress: {CliCommand.Name} poison tasks");
        }

        if (task.Skipped > 0)
        {
            call.Context.Notes.WriteLine($"{Words.Of(task.Skipped, "message")} of the poison queue cannot be read, so the person may be in them: hubspot-users poison list --reason InvalidMessage");
        }

        TaskReport.ShowStop(call, task);

        return task.Skipped > 0 || task.IsStopped() ? ExitCode.Attention : ExitCode.Ok;
    }

    private static string Counts(PoisonTaskView task) =>
        $"{Words.Of(task.Users, "user")} in {Words.Of(task.Messages, "message")} of the poison queue, {Words.Of(task.Rows ?? 0, "row")} of users, {Words.Of(task.Hashes ?? 0)} hashes to find them by";
}
