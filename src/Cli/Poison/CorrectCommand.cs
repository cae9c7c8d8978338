using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;

namespace Cli.Poison;

/// <summary>Sends corrected users in place of some of a message. They come from a file or a pipe: nothing of a person stands on a command line.</summary>
internal static class CorrectCommand
{
    private const string Send = "send";
    private const string Left = "The message was left: its users may be in HubSpot (--unknown send decides about them), or it has no user at such a position.";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "The message's id, as poison list --messages shows it." };
        var file = new Argument<FileInfo>("FILE") { Description = "The corrected users as JSON: an object with index, properties and, if any, associations and objectWriteTraceId, or an array of such. Standard input by default.", Arity = ArgumentArity.ZeroOrOne }.AcceptExistingOnly();
        var index = new Option<int?>("--index") { Description = "The position of the one corrected user, where the JSON does not have it." };
        var unknown = new Option<string?>("--unknown") { Description = "send: correct the message although its users may be in HubSpot." }.AcceptOnlyFromAmong(Send);
        var dryRun = new Option<bool>("--dry-run") { Description = "Only count what would be done." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var noWait = new Option<bool>("--no-wait") { Description = "End when the task has begun." };
        var command = new Command("correct", "Send corrected users in place of some of a message; the others stay.") { id, file, index, unknown, dryRun, yes, noWait };
        return runner.Does(command, async (call, cancellationToken) =>
        {
            var request = new PoisonCorrectionRequest(call.Get(id)!, await CorrectedUsers.ReadAsync(call.Context, call.Get(file), call.Get(index), cancellationToken), call.Get(unknown), call.Get(dryRun) ? true : null);
            var operation = new TaskOperation<PoisonCorrectionRequest>(call, "poison/correct", CliJson.Default.PoisonCorrectionRequest);
            if (!call.Get(dryRun) && !call.Get(yes))
            {
                var counted = await operation.CountAsync(request with { DryRun = true }, cancellationToken);
                if (counted.Messages is 0)
                {
                    return TaskReport.ShowOne(call, counted, "Sent", Left);
                }

                call.Context.Confirm($"Send {Words.Of(counted.Users, "corrected user")} in place of those of the message?", "Pass --yes.");
            }

            return TaskReport.ShowOne(call, await operation.RunAsync(request, !call.Get(noWait), cancellationToken), "Sent", Left);
        });
    }
}
