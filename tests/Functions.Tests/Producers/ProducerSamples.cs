using System.Text.RegularExpressions;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Producers;

/// <summary>The samples of <c>docs/producers.md</c>, by heading and language.</summary>
internal static partial class ProducerSamples
{
    private static readonly Lazy<string> Page = new(() => File.ReadAllText(Path.Combine(ProcessRun.Repository, "docs", "producers.md")));

    /// <summary>The blocks of a language under a heading, in order.</summary>
    public static IReadOnlyList<string> Find(string heading, string language)
    {
        var section = Sections().Split(Page.Value).Single(section => section.StartsWith($"{heading}\n", StringComparison.Ordinal));
        List<string> found = [.. Blocks().Matches(section).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["code"].Value)];
        Assert.NotEmpty(found);
        return found;
    }

    [GeneratedRegex("^## ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sections();

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blocks();
}
