using System.CommandLine;
using Cli.Connection;
using Cli.Wire;

namespace Cli.Watching;

/// <summary>Shows what waits, how fast it goes and what holds it up.</summary>
internal static class StatusCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CommandRunner runner) => runner.Does(new Command("status", "Show what waits, how fast it goes and what holds it up."), async (call, cancellationToken) =>
    {
        var status = await call.Client.GetAsync("status", CliJson.Default.StatusView, cancellationToken);
        if (call.IsJson)
        {
            call.Context.WriteJson(status, CliJson.Default.StatusView);
        }
        else
        {
            call.Context.Screen.Write(StatusTable.Of(status, call.Client.Deployment));
        }

        return StatusTable.NeedsPerson(status) ? ExitCode.Attention : ExitCode.Ok;
    });
}
