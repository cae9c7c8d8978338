using System.Globalization;
using System.Text.RegularExpressions;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Architecture;

/// <summary>What holds for all source files together.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void Every_kind_of_log_line_has_an_id_of_its_own()
    {
        List<int> ids = [.. FilesOf("src").SelectMany(file => EventId().Matches(File.ReadAllText(file))).Select(match => int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture))];

        Assert.NotEmpty(ids);
        Assert.Empty(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public void No_type_is_declared_in_a_namespace_of_Microsoft() =>
        Assert.DoesNotContain(FilesOf("src").Concat(FilesOf("tests")), file => MicrosoftNamespace().IsMatch(File.ReadAllText(file)));

    private static IEnumerable<string> FilesOf(string folder) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"LoggerMessage\((?<id>[0-9]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EventId();

    [GeneratedRegex(@"^\s*namespace\s+Microsoft\b", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MicrosoftNamespace();
}
