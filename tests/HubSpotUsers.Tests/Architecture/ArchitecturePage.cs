using System.Text.RegularExpressions;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Architecture;

/// <summary>What <c>docs/architecture.md</c> allows.</summary>
internal static partial class ArchitecturePage
{
    private static readonly string Text = Repository.Read("docs/architecture.md");

    /// <summary>The rooms of the library, each above all that may use it.</summary>
    public static IReadOnlyList<string> Rooms { get; } = [.. Room().Matches(Text).Select(match => match.Groups["name"].Value)];

    /// <summary>The projects by their folders, and the names of those that each may reference.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } = Project().Matches(Text).ToDictionary(
        match => match.Groups["folder"].Value,
        match => match.Groups["references"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>The files that "Where to look" names, below the root or the library.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. File().Matches(Text[Text.IndexOf("## Where to look", StringComparison.Ordinal)..]).Select(match => match.Groups["path"].Value)];

    [GeneratedRegex(@"^\| `(?<name>\(root\)|\w+(?=/`))", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Room();

    [GeneratedRegex(@"^\| `(?<folder>(src|tests)/[\w.]+)` \| (`(?<references>[^|]*)`)? ?\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Project();

    [GeneratedRegex(@"`(?<path>\w+(/\w+)+\.(cs|js))`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex File();
}
