using System.CommandLine;
using Cli.Connection;
using Cli.Files;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Sending;

/// <summary>Sends the users of a file: checked first, resumed where it was interrupted, followed to their outcomes.</summary>
internal static class SendCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with any separator (*.csv, *.tsv, *.txt), a workbook (*.xlsx), JSON Lines (*.jsonl, *.ndjson) or JSON (*.json)." }.AcceptExistingOnly();
        var associate = new Option<string[]>("--associate") { Description = "Associate every user with a record: TYPE:ID, TYPE being HubSpot's number of the association type. Several times for several records.", DefaultValueFactory = _ => [] };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only check the file, here and against the account's properties." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask; faulty lines are left out." };
        var noWait = new Option<bool>("--no-wait") { Description = "End when the users are on the queue, and do not wait for their outcomes." };
        var key = new Option<string?>("--idempotency-key") { Description = "The key that makes sending twice harmless. By default derived from the file's content and these options: the same command resumes where it stopped." };
        var (columns, reading) = (new ColumnOptions(), new ReadingOptions());
        var command = new Command("send", "Send the users of a file.") { file, associate, dryRun, yes, noWait, key };
        foreach (var option in columns.All.Concat(reading.All))
        {
            command.Options.Add(option);
        }

        return runner.Does(command, async (call, cancellationToken) =>
        {
            var local = await reading.ReadAsync(call.Parse, call.Get(file)!, columns.Read(call.Parse));
            var sender = new FileSender(call.Client, call.Context, local, Import.Of(local, call.Get(associate)!));
            var check = await sender.CheckAsync(cancellationToken);
            if (call.Get(dryRun) || check.Acceptable is 0)
            {
                return End(call, local, sender.LeaveUnsent(check));
            }

            Confirm(call, check, call.Get(yes));
            var report = await sender.SendAsync(check, call.Get(key), cancellationToken);
            return End(call, local, call.Get(noWait) ? report : await sender.FollowAsync(report, cancellationToken));
        });
    }

    /// <summary>A file without a fault is sent by a script as it is; lines are left out only when a person says so.</summary>
    private static void Confirm(CommandCall call, FileCheck check, bool isConfirmed)
    {
        if (!isConfirmed && (check.Faulty > 0 || call.Context.IsInteractive))
        {
            var others = check.Faulty > 0 ? $" and leave {Words.Of(check.Faulty, "faulty line")} out" : string.Empty;
            call.Context.Confirm($"Send {Words.Of(check.Acceptable, "user")} to {call.Client.Deployment.Name}{others}?", "Correct the file, or pass --yes to send the other lines.");
        }
    }

    private static int End(CommandCall call, LocalFile file, SendReport report)
    {
        if (call.IsJson)
        {
            call.Context.WriteJson(report, CliJson.Default.SendReport);
        }
        else if (report.Request is { } request)
        {
            call.Context.Screen.WriteLine($"{Words.Of(request.Outcomes)}{(request.Pending > 0 ? $", without an outcome {Words.Of(request.Pending)}" : string.Empty)}{(report.Faulty > 0 ? $", faulty lines {Words.Of(report.Faulty)}" : string.Empty)}");
        }
        else if (report.RequestId is { } id)
        {
            call.Context.Screen.WriteLine(id);
        }

        var needsAttention = report.Faulty > 0 || report.Request is { NeedsAttention: > 0 } or { Pending: > 0 };
        if (report.IsSent)
        {
            Hint(call.Context, file, report, needsAttention);
        }

        return needsAttention ? ExitCode.Attention : ExitCode.Ok;
    }

    private static void Hint(CliContext context, LocalFile file, SendReport report, bool needsAttention)
    {
        if (report.Request is null)
        {
            context.Notes.WriteLine($"next:  {CliCommand.Name} show {report.RequestId} --follow");
        }
        else if (needsAttention)
        {
            context.Notes.WriteLine($"next:  {CliCommand.Name} export {report.RequestId} --input {file.File.Name} --needs-attention");
        }
    }
}
