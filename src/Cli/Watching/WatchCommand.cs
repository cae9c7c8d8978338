using System.CommandLine;
using Cli.Connection;
using Cli.Terminal;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Watching;

/// <summary>Shows the status and the uploads of the day as they change.</summary>
internal static class WatchCommand
{
    private const int Uploads = 5;

    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner)
    {
        var interval = new Option<double>("--interval") { Description = "How many seconds between two looks.", DefaultValueFactory = _ => 2 };
        var count = new Option<int?>("--count") { Description = "End after so many looks; by default with Ctrl+C." };
        interval.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < 0.1 or > 3600)
            {
                result.AddError("--interval must be from 0.1 to 3600.");
            }
        });
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError("--count must be 1 or more.");
            }
        });
        var command = new Command("watch", "Show the status and today's uploads as they change.") { interval, count };
        return runner.Does(command, async (call, cancellationToken) =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(call.Get(interval)), call.Context.Time);
            var isLive = !call.IsJson && call.Context.Screen.Profile.Capabilities.Ansi;
            if (!isLive)
            {
                return await FollowAsync(call, timer, call.Get(count), cancellationToken);
            }

            return await call.Context.Screen.Live(new Text("…")).AutoClear(enabled: false).StartAsync(live => LookAsync(call, timer, call.Get(count), live, cancellationToken));
        });
    }

    private static async Task<int> FollowAsync(CommandCall call, PeriodicTimer timer, int? count, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            var status = await call.Client.GetAsync("status", CliJson.Default.StatusView, cancellationToken);
            if (call.IsJson)
            {
                call.Context.WriteJson(status, CliJson.Default.StatusView);
            }
            else
            {
                await call.Context.Out.WriteLineAsync(StatusTable.LineOf(status, call.Context.Time.GetUtcNow()));
            }

            if (look == count)
            {
                return ExitCode.Ok;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static async Task<int> LookAsync(CommandCall call, PeriodicTimer timer, int? count, LiveDisplayContext live, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            var status = await call.Client.GetAsync("status", CliJson.Default.StatusView, cancellationToken);
            var uploads = await call.Client.GetAsync($"requests?top={Uploads}", CliJson.Default.RequestList, cancellationToken);
            live.UpdateTarget(new Rows(StatusTable.Of(status, call.Client.Deployment), UploadsOf(uploads)));
            live.Refresh();
            if (look == count)
            {
                return ExitCode.Ok;
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private static Table UploadsOf(RequestList list)
    {
        var table = Words.Table("upload", "received", "state", "users", "outcomes", "without");
        foreach (var request in list.Requests)
        {
            table.AddText(request.RequestId, Words.Of(request.ReceivedAt), request.State, Words.Of(request.Inputs), Words.Of(request.Outcomes), Words.Of(request.Pending));
        }

        return table;
    }
}
