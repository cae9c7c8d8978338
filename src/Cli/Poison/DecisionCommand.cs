using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;

namespace Cli.Poison;

/// <summary>Sends users of the poison queue back, or deletes their messages. Users that may be in HubSpot are left unless the command says it.</summary>
internal static class DecisionCommand
{
    private const string Left = $"Left are messages whose users may be in HubSpot (--unknown decides about them) or need a correction ({CliCommand.Name} poison correct).";

    /// <summary>Makes the command that sends back.</summary>
    public static Command Redrive(CommandRunner runner) =>
        Create(runner, new Command("redrive", "Send users back to their queue, with the identity they had: none is created twice."), "send", "Send back", "Sent back");

    /// <summary>Makes the command that deletes.</summary>
    public static Command Drop(CommandRunner runner) =>
        Create(runner, new Command("drop", "Delete messages: their users end Rejected, and are not created."), "drop", "Delete", "Deleted");

    private static Command Create(CommandRunner runner, Command command, string choice, string verb, string done)
    {
        var filter = new PoisonFilterOptions();
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
            if (PoisonFilterOptions.IsEmpty(meant) != call.Get(all))
            {
                throw new CliException(ExitCode.Usage, "The messages are not given.", "Pass --reason, --request, --id, --from or --to, or --all alone.");
            }

            var request = meant with { All = call.Get(all) ? true : null, Unknown = call.Get(unknown), PerSecond = choice is "send" ? call.Get(rate) : null };
            var operation = new TaskOperation<PoisonRequest>(call, $"poison/{command.Name}", CliJson.Default.PoisonRequest);
            if (!call.Get(dryRun) && !call.Get(yes))
            {
                var counted = await operation.CountAsync(request with { DryRun = true }, cancellationToken);
                call.Context.Confirm($"{verb} {Words.Of(counted.Users, "user")} in {Words.Of(counted.Messages, "message")}{(counted.Skipped > 0 ? $", and leave {Words.Of(counted.Skipped, "message")}" : string.Empty)}?", "Pass --yes.");
            }

            return TaskReport.Show(call, await operation.RunAsync(request with { DryRun = call.Get(dryRun) ? true : null }, !call.Get(noWait), cancellationToken), done, Left);
        });
    }
}
