using System.CommandLine;
using Hosting;

namespace Benchmarks.Limit;

/// <summary><c>limit</c>: how much of HubSpot's limit is used, and whether it is ever exceeded, with one process and with several.</summary>
internal static class LimitCommand
{
    private static readonly Option<int[]> Processes = new("--processes")
    {
        Description = "How many processes share the limit; one measurement each.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [1, 2, 4],
    };

    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long is measured, after the first call.", DefaultValueFactory = _ => 60 };
    private static readonly Option<int> Users = new("--users-per-message") { Description = "How many users a message has.", DefaultValueFactory = _ => 50 };
    private static readonly Option<bool> Jitter = new("--jitter") { Description = "HubSpot takes 50 ms to 2 s for a response." };

    private static readonly Option<double> ResponseSeconds = new("--response-seconds") { Description = "How long HubSpot takes for a response, unless it jitters.", DefaultValueFactory = _ => 0.3 };

    public static Command Create()
    {
        var command = new Command("limit", "Keeps the function app busy and counts its calls against the limit of the simulated HubSpot.") { Processes, Seconds, Users, Jitter, ResponseSeconds };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var app = await PublishedApp.MakeAsync(starting: null, cancellationToken);
            var response = TimeSpan.FromSeconds(arguments.GetValue(ResponseSeconds));
            var (least, most) = arguments.GetValue(Jitter) ? (TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2)) : (response, response);
            var run = new LimitRun(TimeSpan.FromSeconds(arguments.GetValue(Seconds)), arguments.GetValue(Users), least, most, app, TimeProvider.System);
            var shares = new List<LimitShare>();
            foreach (var processes in arguments.GetValue(Processes)!)
            {
                shares.Add(await run.RunAsync(processes, cancellationToken));
            }

            await ResultFile.WriteAsync(arguments, run.ResultOf(shares), ResultJson.Default.LimitResult, cancellationToken);
        });
        return command;
    }
}
