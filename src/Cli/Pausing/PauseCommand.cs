using System.CommandLine;
using Cli.Connection;
using Cli.Wire;
using Spectre.Console;

namespace Cli.Pausing;

/// <summary>Pauses sending and ends the pause.</summary>
internal static class PauseCommand
{
    /// <summary>Makes the command that pauses.</summary>
    public static Command Pause(CommandRunner runner) => Create(
        runner, new Command("pause", "Pause sending in all processes: users wait on the queue, and no attempt is counted."), "pause", "Paused. Users wait on the queue until: hubspot-users resume");

    /// <summary>Makes the command that resumes.</summary>
    public static Command Resume(CommandRunner runner) => Create(
        runner, new Command("resume", "End the pause of an operator."), "resume", "Resumed. Users that waited go out within seconds.");

    private static Command Create(CommandRunner runner, Command command, string path, string done) => runner.Does(command, async (call, cancellationToken) =>
    {
        var mode = await call.Client.PostAsync(path, CliJson.Default.ModeView, cancellationToken);
        if (call.IsJson)
        {
            call.Context.WriteJson(mode, CliJson.Default.ModeView);
        }
        else
        {
            call.Context.Notes.WriteLine(done);
        }

        return ExitCode.Ok;
    });
}
