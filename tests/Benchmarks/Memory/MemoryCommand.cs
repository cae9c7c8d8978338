using System.CommandLine;

namespace Benchmarks.Memory;

/// <summary><c>memory</c>: whether the function app stays as small as it was, however many users go through it.</summary>
internal static class MemoryCommand
{
    private static readonly Option<int> Users = new("--users") { Description = "How many users go through one app.", DefaultValueFactory = _ => 1_000_000 };
    private static readonly Option<int> UsersPerMessage = new("--users-per-message") { Description = "How many users a message has.", DefaultValueFactory = _ => 100 };

    public static Command Create()
    {
        var command = new Command("memory", "Sends many users through one function app and watches the resident sets of its host and worker.") { Users, UsersPerMessage };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new MemoryRun(arguments.GetValue(Users), arguments.GetValue(UsersPerMessage), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.MemoryResult, cancellationToken);
        });
        return command;
    }
}
