using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Poison;

/// <summary>Sends users of the poison queue back, or deletes their messages. Users that may be in HubSpot are left unless the command says it.</summary>
internal static class DecisionCommand
{
    /// <summary>Makes the command that sends back.</summary>
    public static Command Redrive(CommandRunner runner) =>
        Create(runner, new Command("redrive", "Send users back to their queue, with the identity they had: none is created twice."), "send", "Send back", "Sent back");

    /// <summary>Makes the command that deletes.</summary>
    public static Command Drop(CommandRunner runner) =>
        Create(runner, new Command("drop", "Delete messages: their users end Rejected, and are not created."), "drop", "Delete", "Deleted");

    private static Command Create(CommandRunner runner, Command command, string choice, string verb, string done)
    {
        var filter = new PoisonFilter();
        var all = new Option<bool>("--all") { Description = "All messages." };
        var unknown = new Option<string?>("--unknown") { Description = $"Decide about users that may be in HubSpot, too: {choice}. Without it their messages are left.{(choice is "send" ? " Where the app has no HubSpot:UniqueProperty, one that is there is created twice." : string.Empty)}" }.AcceptOnlyFromAmong(choice);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count what would be done." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var noWait = new Option<bool>("--no-wait") { Description = "End when the task has begun." };
        var rate = new Option<int?>("--rate") { Description = "Send back at most so many users a second." };
        command.Options.Add(all);
        foreach (var option in filter.All.Concat(choice is "send" ? [unknown, rate, dryRun, yes, noWait] : [unknown, dryRun, yes, noWait]))
        {
            command.Options.Add(option);
        }

        return runner.Does(command, async (call, cancellationToken) =>
        {
            var meant = filter.Read(call);
            if (PoisonFilter.IsEmpty(meant) != call.Get(all))
            {
                throw new CliException(ExitCode.Usage, "Which messages?", "Pass --reason, --request, --id, --from or --to, or --all alone.");
            }

            var request = meant with { All = call.Get(all) ? true : null, Unknown = call.Get(unknown), PerSecond = choice is "send" ? call.Get(rate) : null };
            if (!call.Get(dryRun) && !call.Get(yes))
            {
                await ConfirmAsync(call, command.Name, request, verb, cancellationToken);
            }

            var task = await BeginAsync(call, command.Name, request with { DryRun = call.Get(dryRun) ? true : null }, cancellationToken);
            task = call.Get(noWait) ? task : await new TaskFollower(call.Client, call.Context).FollowAsync(task, cancellationToken);
            return Report(call, task, task.DryRun ? $"Would be {done.ToLowerInvariant()}" : done);
        });
    }

    /// <summary>Counts first what is meant, so that the question says it.</summary>
    private static async Task ConfirmAsync(CommandCall call, string operation, PoisonRequest request, string verb, CancellationToken cancellationToken)
    {
        if (!call.Context.IsInteractive)
        {
            throw new CliException(ExitCode.Usage, "There is no terminal to ask on.", "Pass --yes, or --dry-run to see what would be done.");
        }

        var counted = await BeginAsync(call, operation, request with { DryRun = true }, cancellationToken);
        counted = await new TaskFollower(call.Client, call.Context).FollowAsync(counted, cancellationToken);
        if (counted.IsStopped())
        {
            throw new CliException(ExitCode.Unreachable, $"The app stopped counting.{(counted.Detail is null ? string.Empty : $" {counted.Detail}")}", "Run the command again.");
        }

        call.Context.Confirm($"{verb} {Words.Of(counted.Users, "user")} in {Words.Of(counted.Messages, "message")}{(counted.Skipped > 0 ? $", and leave {Words.Of(counted.Skipped, "message")}" : string.Empty)}?", "Pass --yes.");
    }

    private static Task<PoisonTaskView> BeginAsync(CommandCall call, string operation, PoisonRequest request, CancellationToken cancellationToken) =>
        call.Client.PostAsync($"poison/{operation}", request, CliJson.Default.PoisonRequest, CliJson.Default.PoisonTaskView, cancellationToken);

    private static int Report(CommandCall call, PoisonTaskView task, string done)
    {
        if (call.IsJson)
        {
            call.Context.WriteJson(task, CliJson.Default.PoisonTaskView);
        }
        else
        {
            call.Context.Screen.WriteLine($"{done}: {Words.Of(task.Users, "user")} in {Words.Of(task.Messages, "message")}. Left: {Words.Of(task.Skipped, "message")}. Task {task.Id}: {task.State}.");
        }

        if (task.Skipped > 0)
        {
            call.Context.Notes.WriteLine("Left are messages whose users may be in HubSpot (--unknown decides about them) or need a correction (in the dashboard, GET /api/dashboard, or by POST /api/poison/correct).");
        }

        if (task.IsStopped())
        {
            call.Context.Notes.WriteLine($"The task was stopped before it had done everything.{(task.Detail is null ? string.Empty : $" {task.Detail}")}");
        }

        return task.Skipped > 0 || task.IsStopped() ? ExitCode.Attention : ExitCode.Ok;
    }
}
