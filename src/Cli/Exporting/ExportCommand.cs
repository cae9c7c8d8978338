using System.CommandLine;
using Cli.Connection;
using Cli.Files;
using Cli.Terminal;
using Cli.Uploads;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Exporting;

/// <summary>Writes what became of users into a file: of an upload, joined to the lines of its file, or of a day.</summary>
internal static class ExportCommand
{
    private const string CsvFormat = "csv";
    private const string JsonFormat = "jsonl";

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var id = new Argument<string?>("ID") { Description = "The request's id, as send and uploads show it.", Arity = ArgumentArity.ZeroOrOne };
        var day = DayOption.Create("The users whose outcome is from a call of this day, UTC, as yyyy-MM-dd, instead of an upload's.");
        var input = new Option<FileInfo>("--input") { Description = "The file that was sent: each of its lines is written with its outcome, HubSpot id or error." }.AcceptExistingOnly();
        var output = new Option<FileInfo?>("--output", "-o") { Description = "The file to write; standard output by default." };
        var format = new Option<string?>("--format") { Description = "csv, which no spreadsheet takes for formulas, or jsonl, in which every character is as it is." }.AcceptOnlyFromAmong(CsvFormat, JsonFormat);
        var outcome = new Option<string[]>("--outcome") { Description = "Only these outcomes: Created, Duplicate, Rejected, Unknown, Faulty.", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var attention = new Option<bool>("--needs-attention") { Description = "Only what a person must look at: Rejected, Unknown, Faulty." };
        var reading = new ReadingOptions();
        var command = new Command("export", "Write what became of the users of an upload or a day into a file.") { id, day, input, output, format, outcome, attention };
        foreach (var option in reading.All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if ((result.GetValue(id) is null) == (result.GetValue(day) is null))
            {
                result.AddError("Name one: the id of a request, or --day.");
            }
            else if (result.GetValue(day) is not null && result.GetValue(input) is not null)
            {
                result.AddError("--input is the file of an upload: name its id instead of --day.");
            }
        });
        return runner.Does(command, async (call, cancellationToken) =>
        {
            var local = call.Get(input) is { } file ? await reading.ReadAsync(call.Parse, file, ColumnTexts.None) : null;
            var source = call.Get(id) is { } request ? $"requests/{Uri.EscapeDataString(request)}/users?" : $"users?day={DayOption.Text(call.Get(day)!.Value)}&";
            var isJson = call.Get(format) switch
            {
                null => call.IsJson || local is { IsTable: false },
                var named => named is JsonFormat,
            };
            var wanted = Wanted.Of(call.Get(outcome)!, call.Get(attention));
            await using var target = ExportTarget.Open(call.Get(output), call.Context);
            var counts = local is null
                ? await Download.CopyAsync(call.Client, source + wanted.Query, isJson, target.Text, cancellationToken)
                : await new InputJoin(call.Client, call.Get(id)!, local, wanted).WriteAsync(isJson, target.Text, cancellationToken);
            await target.CompleteAsync();
            Report(call, new ExportReport(call.Get(output)?.FullName, isJson ? JsonFormat : CsvFormat, counts));
            return ExitCode.Ok;
        });
    }

    private static void Report(CommandCall call, ExportReport report)
    {
        if (report.File is null)
        {
            return;
        }

        if (call.IsJson)
        {
            call.Context.WriteJson(report, CliJson.Default.ExportReport);
        }
        else
        {
            call.Context.Notes.WriteLine($"{report.File}: {Words.Of(report.Outcomes.Values.Sum(), "line")} ({Words.Of(report.Outcomes)}).");
        }
    }
}

/// <summary>What <c>export --json --output</c> writes.</summary>
/// <param name="File">The file.</param>
/// <param name="Format">csv or jsonl.</param>
/// <param name="Outcomes">How many of its lines have which outcome.</param>
internal sealed record ExportReport(string? File, string Format, IReadOnlyDictionary<string, int> Outcomes);
