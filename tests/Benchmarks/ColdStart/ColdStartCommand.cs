using System.CommandLine;

namespace Benchmarks.ColdStart;

/// <summary><c>cold-start</c>: how long a new process takes to its first call at HubSpot.</summary>
internal static class ColdStartCommand
{
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How many starts of each variant, taking turns.", DefaultValueFactory = _ => 7 };

    public static Command Create()
    {
        var command = new Command("cold-start", "Publishes the function app with and without ReadyToRun and measures from the start of its process to its first call.") { Rounds };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new ColdStartRun(arguments.GetValue(Rounds), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.ColdStartResult, cancellationToken);
        });
        return command;
    }
}
