using System.Text.RegularExpressions;

namespace Infra.Tests.Docs;

/// <summary>docs/benchmarks.md against the benchmarks.</summary>
public sealed partial class BenchmarkPageTests
{
    [Fact]
    public void What_a_figure_includes_is_said_of_every_benchmark()
    {
        List<string> benchmarks =
        [
            .. Repository.Files("tests/Benchmarks", "*Command.cs")
                .SelectMany(file => Command().Matches(Repository.Read(file)))
                .Select(match => match.Groups["name"].Value)
                .Where(name => name is not "all"),
        ];
        var paragraph = Paragraph().Match(Repository.Read("docs/benchmarks.md")).Value;

        Assert.InRange(benchmarks.Count, 12, 100);
        Assert.All(benchmarks, name => Assert.Contains($"`{name}`", paragraph, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"new Command\(""(?<name>[a-z-]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();

    [GeneratedRegex(@"^\*\*What a figure includes\.\*\*.*?\n\n", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Paragraph();
}
