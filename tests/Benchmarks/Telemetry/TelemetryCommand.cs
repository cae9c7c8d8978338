using System.CommandLine;

namespace Benchmarks.Telemetry;

/// <summary><c>telemetry</c>: how much the worker sends to Application Insights.</summary>
internal static class TelemetryCommand
{
    private static readonly Option<int> Users = new("--users") { Description = "How many messages of one user.", DefaultValueFactory = _ => 20_000 };
    private static readonly Option<double> Ratio = new("--ratio") { Description = "Telemetry:SamplingRatio, from 0 to 1.", DefaultValueFactory = _ => 0.05 };
    private static readonly Option<int> IdleMinutes = new("--idle-minutes") { Description = "How long the app is left alone first.", DefaultValueFactory = _ => 5 };

    public static Command Create()
    {
        var command = new Command("telemetry", "Counts what the worker sends to Application Insights, idle and for each user.") { Users, Ratio, IdleMinutes };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var run = new TelemetryRun(arguments.GetValue(Users), arguments.GetValue(Ratio), arguments.GetValue(IdleMinutes), TimeProvider.System);
            await ResultFile.WriteAsync(arguments, await run.RunAsync(cancellationToken), ResultJson.Default.TelemetryResult, cancellationToken);
        });
        return command;
    }
}
