using System.CommandLine;
using Cli.Terminal;

namespace Cli.Completion;

/// <summary>Writes the script that has a shell complete the tool's commands and options, which the tool itself names (System.CommandLine's suggest directive).</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        _hubspot_users() {
          local IFS=$'\n'
          COMPREPLY=($(hubspot-users "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
        }
        complete -o default -F _hubspot_users hubspot-users
        """;

    private const string Zsh = """
        #compdef hubspot-users
        _hubspot_users() {
          local -a found
          found=("${(@f)$(hubspot-users "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -a found || _files
        }
        compdef _hubspot_users hubspot-users
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName hubspot-users -ScriptBlock {
          param($word, $line, $cursor)
          hubspot-users "[suggest:$cursor]" "$line" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
        }
        """;

    /// <summary>Makes the command.</summary>
    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or pwsh." }.AcceptOnlyFromAmong("bash", "zsh", "pwsh");
        var command = new Command("completion", "Write the script with which a shell completes commands and options.") { shell };
        command.SetAction(parse =>
        {
            context.Out.WriteLine(parse.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => PowerShell,
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
