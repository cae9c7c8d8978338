using System.CommandLine;
using Cli.Terminal;
using Spectre.Console;

namespace Cli.Finding;

/// <summary>Whom a command is about: the value of the account's unique property.</summary>
internal static class PersonOption
{
    /// <summary>Makes the option.</summary>
    public static Option<string?> Create() => new("--email")
    {
        Description = "The value of the account's unique property, such as an address. Left out, it is asked for, or read from standard input: what is on a command line stays in the shell's history.",
    };

    /// <summary>Asks for the value, or reads it from a pipe.</summary>
    public static string Ask(CliContext context)
    {
        if (context.IsInteractive)
        {
            context.Notes.Markup("Address (or other unique value): ");
        }

        return context.In.ReadLine()?.Trim() is { Length: > 0 } value
            ? value
            : throw new CliException(ExitCode.Usage, "The person is not given.", "Pass --email, or write the address to standard input.");
    }
}
