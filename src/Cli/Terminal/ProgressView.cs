using Spectre.Console;

namespace Cli.Terminal;

/// <summary>Shows on standard error how far something is: one line that changes on a terminal, a line every few seconds elsewhere.</summary>
/// <param name="context">The terminal and the clock.</param>
internal sealed class ProgressView(CliContext context)
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    private long? _shownAt;

    private bool IsTerminal => context.Notes.Profile.Capabilities.Ansi;

    /// <summary>Shows a text, unless one was shown a moment ago.</summary>
    public void Show(Func<string> text)
    {
        if (_shownAt is { } last && context.Time.GetElapsedTime(last) < (IsTerminal ? OnTerminal : Elsewhere))
        {
            return;
        }

        _shownAt = context.Time.GetTimestamp();
        if (IsTerminal)
        {
            Rewrite(text());
        }
        else
        {
            context.Error.WriteLine(text());
        }
    }

    /// <summary>Ends with a last text, which stays.</summary>
    public void End(string text)
    {
        if (IsTerminal)
        {
            Rewrite(string.Empty);
        }

        context.Notes.WriteLine(text);
        _shownAt = null;
    }

    private void Rewrite(string text)
    {
        var room = Math.Max(10, context.Notes.Profile.Width - 1);
        context.Error.Write($"\r\e[2K{(text.Length > room ? text[..room] : text)}");
        context.Error.Flush();
    }
}
