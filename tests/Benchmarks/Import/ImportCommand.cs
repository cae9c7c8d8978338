using System.CommandLine;

namespace Benchmarks.Import;

/// <summary><c>import</c>: whether the function app stays as small as it was, however many lines a file has.</summary>
internal static class ImportCommand
{
    private static readonly Option<int> Lines = new("--lines") { Description = "How many lines the large file has; the one before has a tenth.", DefaultValueFactory = _ => 1_000_000 };

    public static Command Create()
    {
        var command = new Command("import", "Imports two files in chunks, the second of ten times as many lines, and watches the resident set of the worker.") { Lines };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new ImportRun(arguments.GetValue(Lines), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.ImportResult, cancellationToken);
        });
        return command;
    }
}
