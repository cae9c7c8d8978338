using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Cli.Terminal;

/// <summary>
/// What surrounds a command. Results go to <see cref="Out"/>, so that they can be piped; everything else a person reads goes to
/// <see cref="Notes"/>.
/// </summary>
internal sealed class CliContext
{
    /// <summary>Tables in a file or a pipe are not broken to a width.</summary>
    private const int WideEnough = 400;

    /// <summary>Takes results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Takes progress and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Gives what a person types, or a pipe.</summary>
    public required TextReader In { get; init; }

    /// <summary>Whether a person can be asked.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Draws results for a person.</summary>
    public required IAnsiConsole Screen { get; init; }

    /// <summary>Draws progress and errors.</summary>
    public required IAnsiConsole Notes { get; init; }

    /// <summary>The process's own.</summary>
    public static CliContext OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        In = Console.In,
        IsInteractive = !Console.IsInputRedirected && !Console.IsErrorRedirected,
        Variable = Environment.GetEnvironmentVariable,
        Time = TimeProvider.System,
        Screen = ConsoleOf(Console.Out),
        Notes = ConsoleOf(Console.Error),
    };

    /// <summary>A console over a writer: without colours where it is no terminal, or <c>NO_COLOR</c> is set (no-color.org).</summary>
    public static IAnsiConsole ConsoleOf(TextWriter writer)
    {
        var output = new AnsiConsoleOutput(writer);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = output, Ansi = output.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No });
        if (!output.IsTerminal)
        {
            console.Profile.Width = WideEnough;
        }

        return console;
    }

    /// <summary>Writes a result for a program: one document, on one line.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Writes an error and what to do about it.</summary>
    public void Fail(string message, string? nextStep)
    {
        Notes.MarkupLineInterpolated($"[red]error:[/] {message}");
        if (nextStep is not null)
        {
            Notes.MarkupLineInterpolated($"[dim]next:[/]  {nextStep}");
        }
    }

    /// <summary>Asks a person; without one, the command must say it.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="otherwise">What a script is to do.</param>
    /// <exception cref="CliException">The user declined, or there is no terminal to ask at.</exception>
    public void Confirm(string question, string otherwise)
    {
        if (!IsInteractive)
        {
            throw new CliException(ExitCode.Usage, $"{question} There is no terminal to ask at.", otherwise);
        }

        Notes.Markup($"{Markup.Escape(question)} [dim](y/N)[/] ");
        if (In.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw new CliException(ExitCode.Usage, "Not confirmed: nothing was changed.");
        }
    }
}
