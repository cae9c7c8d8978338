using System.Security.Cryptography;
using System.Text;

namespace Api.Dashboard;

/// <summary>
/// The dashboard as one response: style and script stand in the page, so that nothing else is loaded, and the policy names them by their
/// hashes, so that nothing else runs. Trusted types keep even a mistake in the script from turning text of others into HTML.
/// </summary>
/// <param name="Content">The page, UTF-8.</param>
/// <param name="Policy">Its Content-Security-Policy.</param>
internal sealed record DashboardPage(byte[] Content, string Policy)
{
    /// <summary>In the order in which they use each other.</summary>
    private static readonly string[] Scripts =
    [
        "uPlot.iife.min.js", "elements.js", "words.js", "api.js", "dialogs.js", "lines.js", "strip.js", "chart.js", "uploads.js", "decisions.js", "correction.js", "messages.js", "attention.js", "search.js", "check.js", "sending.js", "main.js",
    ];

    private static readonly string[] Styles = ["uPlot.min.css", "page.css", "parts.css"];

    /// <summary>Puts the page together from the files that are built into this assembly.</summary>
    public static DashboardPage Read()
    {
        var (style, script) = (Join(Styles), $"/*! uPlot:\n{File("LICENSE")}*/\n{Join(Scripts)}");
        var page = File("page.html")
            .Replace("/*style*/", style, StringComparison.Ordinal)
            .Replace("/*script*/", script, StringComparison.Ordinal);
        return new DashboardPage(
            Encoding.UTF8.GetBytes(page),
            $"default-src 'none'; script-src '{HashOf(script)}'; style-src '{HashOf(style)}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
    }

    private static string Join(IEnumerable<string> names) => string.Join('\n', names.Select(File));

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>A browser hashes what it has read, with line feeds alone; a checkout may have others.</summary>
    private static string File(string name)
    {
        using var stream = typeof(DashboardPage).Assembly.GetManifestResourceStream($"Dashboard/{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
