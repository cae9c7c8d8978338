using System.CommandLine;

namespace Benchmarks.Burst;

/// <summary><c>burst</c>: how well a flood of messages fills batches.</summary>
internal static class BurstCommand
{
    private static readonly Option<int> Messages = new("--messages") { Description = "How many messages, with one user each.", DefaultValueFactory = _ => 10_000 };
    private static readonly Option<int> Latency = new("--latency") { Description = "How many milliseconds the simulated HubSpot takes for a response.", DefaultValueFactory = _ => 300 };

    public static Command Create()
    {
        var command = new Command("burst", "Puts messages on the queue, then starts the function app: counts the calls and measures the throughput.") { Messages, Latency };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new BurstRun(arguments.GetValue(Messages), TimeSpan.FromMilliseconds(arguments.GetValue(Latency)), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.BurstResult, cancellationToken);
        });
        return command;
    }
}
