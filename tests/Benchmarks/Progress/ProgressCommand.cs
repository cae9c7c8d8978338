using System.CommandLine;

namespace Benchmarks.Progress;

/// <summary><c>progress</c>: how long it takes to ask how far an upload is.</summary>
internal static class ProgressCommand
{
    private static readonly Option<int> Users = new("--users") { Description = "How many users are uploaded.", DefaultValueFactory = _ => 50_000 };

    public static Command Create()
    {
        var command = new Command("progress", "Uploads users and asks how far that is, one question after the other, until all are created.") { Users };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new ProgressRun(arguments.GetValue(Users), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.ProgressResult, cancellationToken);
        });
        return command;
    }
}
