using System.CommandLine;

namespace Benchmarks.Transactions;

/// <summary><c>transactions</c>: how many storage transactions users cost.</summary>
internal static class TransactionsCommand
{
    private static readonly Option<int[]> UsersPerMessage = new("--users-per-message")
    {
        Description = "How many users a message has; one count each.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [1, 10, 100],
    };

    private static readonly Option<int> Users = new("--users") { Description = "How many users each count is over.", DefaultValueFactory = _ => 5_000 };

    public static Command Create()
    {
        var command = new Command("transactions", "Counts what the function app asks of queue and tables, without the polling of an empty queue.") { UsersPerMessage, Users };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new TransactionsRun(arguments.GetValue(Users), TimeProvider.System);
            var counted = new List<TransactionCount>();
            foreach (var users in arguments.GetValue(UsersPerMessage)!)
            {
                counted.Add(await run.RunAsync(users, cancellationToken));
            }

            await ResultFile.WriteAsync(arguments, new TransactionsResult(arguments.GetValue(Users), counted), ResultJson.Default.TransactionsResult, cancellationToken);
        });
        return command;
    }
}
