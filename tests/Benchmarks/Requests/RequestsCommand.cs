using System.CommandLine;

namespace Benchmarks.Requests;

/// <summary><c>requests</c>: how long callers over HTTP wait.</summary>
internal static class RequestsCommand
{
    private static readonly Option<int> Rate = new("--rate") { Description = "How many requests a second, of one user each.", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long, after as long a warm-up.", DefaultValueFactory = _ => 30 };

    public static Command Create()
    {
        var command = new Command("requests", "Sends requests of one user each at a constant rate and measures how long each waits for its response.") { Rate, Seconds };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new RequestsRun(arguments.GetValue(Rate), TimeSpan.FromSeconds(arguments.GetValue(Seconds)), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.RequestsResult, cancellationToken);
        });
        return command;
    }
}
