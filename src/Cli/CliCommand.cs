using System.CommandLine;
using Cli.Completion;
using Cli.Connection;
using Cli.Doctor;
using Cli.Erasing;
using Cli.Exporting;
using Cli.Finding;
using Cli.Pausing;
using Cli.Poison;
using Cli.Sending;
using Cli.Terminal;
using Cli.Uploads;
using Cli.Watching;

namespace Cli;

/// <summary>The tree of commands.</summary>
internal static class CliCommand
{
    /// <summary>What the tool is called.</summary>
    public const string Name = "hubspot-users";

    /// <summary>Makes the tree.</summary>
    public static RootCommand Create(CliContext context)
    {
        var runner = new CommandRunner(context, new ConnectionOptions(context));
        var root = new RootCommand("Send files of users to HubSpot through your function app, see what became of them, and put it right.")
        {
            SendCommand.Create(runner),
            StatusCommand.Create(runner),
            WatchCommand.Create(runner),
            UploadsCommand.Create(runner),
            ShowCommand.Create(runner),
            ExportCommand.Create(runner),
            FindCommand.Create(runner),
            EraseCommand.Create(runner),
            PoisonCommand.Create(runner),
            PauseCommand.Pause(runner),
            PauseCommand.Resume(runner),
            DoctorCommand.Create(runner),
            CompletionCommand.Create(context),
        };
        foreach (var option in runner.Options.All)
        {
            root.Options.Add(option);
        }

        return root;
    }
}
