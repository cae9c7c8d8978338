using System.CommandLine;
using Hosting;

namespace Benchmarks.Queue;

/// <summary><c>queue</c>: how near the function app comes to a function that does nothing.</summary>
internal static class QueueCommand
{
    private static readonly Option<int[]> UsersPerMessage = new("--users-per-message")
    {
        Description = "How many users a message has; one comparison each.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [1, 10, 100],
    };

    private static readonly Option<int> Messages = new("--messages") { Description = "How many messages wait on the queue before each measurement, with 50,000 users at most.", DefaultValueFactory = _ => 5_000 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How many rounds, with the sides taking turns.", DefaultValueFactory = _ => 3 };

    public static Command Create()
    {
        var command = new Command("queue", "Compares the function app, from queue to tables, with a no-op function on the same host.") { UsersPerMessage, Messages, Rounds };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var app = await PublishedApp.MakeAsync(starting: null, cancellationToken);
            var run = new QueueRun(app, await NoOpApp.MakeAsync(cancellationToken), arguments.GetValue(Messages), arguments.GetValue(Rounds), TimeProvider.System);
            var measured = new List<QueueShare>();
            foreach (var users in arguments.GetValue(UsersPerMessage)!)
            {
                measured.Add(await run.RunAsync(users, cancellationToken));
            }

            await ResultFile.WriteAsync(arguments, run.ResultOf(measured), ResultJson.Default.QueueResult, cancellationToken);
        });
        return command;
    }
}
