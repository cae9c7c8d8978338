using System.CommandLine;

namespace Benchmarks.Pipeline;

/// <summary><c>pipeline</c>: what a user costs on its way through the library, without any limit.</summary>
internal static class PipelineCommand
{
    private static readonly Option<int> Users = new("--users") { Description = "How many users each side creates in a round.", DefaultValueFactory = _ => 100_000 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How many rounds, after some that warm everything up.", DefaultValueFactory = _ => 5 };
    private static readonly Option<int> Concurrency = new("--concurrency") { Description = "How many calls are in flight at once, on every side.", DefaultValueFactory = _ => 16 };
    private static readonly Option<int> UsersPerMessage = new("--users-per-message") { Description = "How many users come together.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Latency = new("--latency") { Description = "How many milliseconds a response takes when calls of one user each are the alternative.", DefaultValueFactory = _ => 300 };

    public static Command Create()
    {
        var command = new Command("pipeline", "Compares the library, without a limit, with a bare loop over the same bytes and with calls of one user each.")
        {
            Users, Rounds, Concurrency, UsersPerMessage, Latency,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new PipelineRun(
                new PipelineOptions(
                    arguments.GetValue(Users),
                    arguments.GetValue(Rounds),
                    arguments.GetValue(Concurrency),
                    arguments.GetValue(UsersPerMessage),
                    TimeSpan.FromMilliseconds(arguments.GetValue(Latency))),
                TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.PipelineResult, cancellationToken);
        });
        return command;
    }
}
