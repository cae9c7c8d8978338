using System.CommandLine;

namespace Benchmarks.Memory;

/// <summary><c>memory</c>: whether the function app stays as small as it was, however many users go through it.</summary>
internal static class MemoryCommand
{
    private static readonly Option<int> Users = new("--users") { Description = "How many users go through one process.", DefaultValueFactory = _ => 1_000_000 };

    public static Command Create()
    {
        var command = new Command("memory", "Sends many users through one process of the function app and watches its resident set.") { Users };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new MemoryRun(arguments.GetValue(Users), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.MemoryResult, cancellationToken);
        });
        return command;
    }
}
