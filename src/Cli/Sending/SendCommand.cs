using System.CommandLine;
using System.Globalization;
using Cli.Connection;
using Cli.Files;
using Cli.Terminal;
using Cli.Uploads;
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
            var sender = new FileSender(call, local, Import.Of(local, call.Get(associate)!));
            return await sender.RunAsync(call.Get(dryRun), call.Get(yes), !call.Get(noWait), call.Get(key), cancellationToken);
        });
    }
}

/// <summary>Sends one file.</summary>
/// <param name="call">The command.</param>
/// <param name="import">How it is imported.</param>
internal sealed class FileSender(CommandCall call, LocalFile file, Import import)
{
    private readonly CliContext _context = call.Context;
    private readonly ProgressView _progress = new(call.Context);

    /// <summary>Checks the file, sends it and follows its users.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(bool isDryRun, bool isConfirmed, bool waits, string? key, CancellationToken cancellationToken)
    {
        var check = await new FileChecker(call.Client, _context).CheckAsync(file, import, cancellationToken);
        new CheckView(_context).Show(file, check);
        if (isDryRun || check.Acceptable is 0)
        {
            _progress.End(check.Acceptable is 0 ? "No line of the file can be sent." : "Nothing was sent: this was a dry run.");
            Report(new SendReport(check, IsSent: false, IdempotencyKey: null, RequestId: null, Accepted: null, check.Faulty, Request: null));
            return check.Faulty > 0 ? ExitCode.Attention : ExitCode.Ok;
        }

        Confirm(check, isConfirmed);
        key ??= import.KeyOf(await file.HashAsync(cancellationToken), file.How.Charset);
        var response = await SendAsync(check, key, cancellationToken);
        var request = waits ? await new RequestFollower(call.Client, _context).FollowAsync(response.RequestId, cancellationToken) : null;
        Report(new SendReport(check, IsSent: true, key, response.RequestId, response.Accepted, response.Faulty, request));
        var needsAttention = response.Faulty > 0 || request is { NeedsAttention: > 0 } or { Pending: > 0 };
        Hint(response, request, needsAttention);
        return needsAttention ? ExitCode.Attention : ExitCode.Ok;
    }

    /// <summary>A file without a fault is sent by a script as it is; lines are left out only when a person says so.</summary>
    private void Confirm(FileCheck check, bool isConfirmed)
    {
        if (!isConfirmed && (check.Faulty > 0 || _context.IsInteractive))
        {
            var others = check.Faulty > 0 ? $" and leave {Words.Of(check.Faulty, "faulty line")} out" : string.Empty;
            _context.Confirm($"Send {Words.Of(check.Acceptable, "user")} to {call.Client.Deployment.Name}{others}?", "Correct the file, or pass --yes to send the other lines.");
        }
    }

    private async Task<ImportResponse> SendAsync(FileCheck check, string key, CancellationToken cancellationToken)
    {
        var (startedAt, whole) = (_context.Time.GetTimestamp(), Math.Max(1, file.File.Length));
        using var upload = new FileUpload(file, sent => _progress.Show(() => ProgressOf(sent)));
        var response = await call.Client.PostFileAsync(import.Path, upload, key, CliJson.Default.ImportResponse, cancellationToken);
        var took = _context.Time.GetElapsedTime(startedAt);
        _progress.End($"{Words.Of(response.Accepted, "user")} on the queue after {Words.Of(took)}: request {response.RequestId}.");
        return response;

        string ProgressOf(long sent)
        {
            var elapsed = _context.Time.GetElapsedTime(startedAt);
            var share = (double)sent / whole;
            var users = (long)(check.Acceptable * share);
            var left = share > 0 ? elapsed / share * (1 - share) : TimeSpan.Zero;
            return string.Create(CultureInfo.InvariantCulture, $"Sending {share:P0}: {Words.Of(users)} of {Words.Of(check.Acceptable, "user")}, {Words.Rate(users / Math.Max(0.001, elapsed.TotalSeconds))}, {Words.Of(left)} left");
        }
    }

    private void Report(SendReport report)
    {
        if (call.IsJson)
        {
            _context.WriteJson(report, CliJson.Default.SendReport);
        }
        else if (report.Request is { } request)
        {
            _context.Screen.WriteLine($"{Words.Of(request.Outcomes)}{(request.Pending > 0 ? $", without an outcome {Words.Of(request.Pending)}" : string.Empty)}{(report.Faulty > 0 ? $", faulty lines {Words.Of(report.Faulty)}" : string.Empty)}");
        }
        else if (report.RequestId is { } id)
        {
            _context.Screen.WriteLine(id);
        }
    }

    private void Hint(ImportResponse response, RequestView? request, bool needsAttention)
    {
        if (request is null)
        {
            _context.Notes.WriteLine($"next:  {CliCommand.Name} show {response.RequestId} --follow");
        }
        else if (needsAttention)
        {
            _context.Notes.WriteLine($"next:  {CliCommand.Name} export {response.RequestId} --input {file.File.Name} --needs-attention");
        }
    }
}
