using System.CommandLine;
using System.CommandLine.Parsing;
using Cli.Terminal;

namespace Cli;

/// <summary>Runs one command line to its exit code.</summary>
internal static class CliProgram
{
    /// <summary>Ctrl+C leaves a command this long to say what goes on without it.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="context">The terminal and everything else around the command.</param>
    /// <param name="cancellationToken">Interrupts the command, as Ctrl+C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliContext context, CancellationToken cancellationToken = default)
    {
        var result = CliCommand.Create(context).Parse(args);
        if (result is { Errors: [var first, ..], Action: System.CommandLine.Invocation.ParseErrorAction })
        {
            context.Fail(first.Message, $"See {NameOf(result.CommandResult)} --help.");
            return ExitCode.Usage;
        }

        var how = new InvocationConfiguration { Output = context.Out, Error = context.Error, ProcessTerminationTimeout = TimeToEnd, EnableDefaultExceptionHandler = false };
        return await result.InvokeAsync(how, cancellationToken);
    }

    private static string NameOf(CommandResult result) => result.Parent is CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}" : CliCommand.Name;
}
