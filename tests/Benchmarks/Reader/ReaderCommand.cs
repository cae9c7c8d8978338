using System.CommandLine;

namespace Benchmarks.Reader;

/// <summary><c>reader</c>: what it takes to read a file of users, beside the library that splits its lines.</summary>
internal static class ReaderCommand
{
    private static readonly Option<int> Lines = new("--lines") { Description = "How many users the file has.", DefaultValueFactory = _ => 300_000 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often each reads it.", DefaultValueFactory = _ => 7 };

    public static Command Create()
    {
        var command = new Command("reader", "Reads a CSV file as an import does, and with the CSV library alone, into strings, in turn.") { Lines, Rounds };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new ReaderRun(arguments.GetValue(Lines), arguments.GetValue(Rounds), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(), ResultJson.Default.ReaderResult, cancellationToken);
        });
        return command;
    }
}
