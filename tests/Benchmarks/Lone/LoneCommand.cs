using System.CommandLine;

namespace Benchmarks.Lone;

/// <summary><c>lone</c>: how long a message that comes alone waits before it is on its way to HubSpot.</summary>
internal static class LoneCommand
{
    private static readonly Option<int> Repetitions = new("--repetitions") { Description = "How many messages, one after the other.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> Idle = new("--idle") { Description = "How many milliseconds nothing comes before each message.", DefaultValueFactory = _ => 2_000 };

    public static Command Create()
    {
        var command = new Command("lone", "Measures one lone message: from its delivery, and from its enqueueing, to the call's arrival at HubSpot.") { Repetitions, Idle };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new LoneRun(arguments.GetValue(Repetitions), TimeSpan.FromMilliseconds(arguments.GetValue(Idle)), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.LoneResult, cancellationToken);
        });
        return command;
    }
}
