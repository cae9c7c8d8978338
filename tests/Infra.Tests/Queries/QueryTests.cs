using System.Text.RegularExpressions;
using HubSpotUsers;
using Infra.Tests.Code;

namespace Infra.Tests.Queries;

/// <summary>Their syntax and columns are checked by <c>infra/checks/queries.cjs</c>; here, that they ask for what the code emits.</summary>
public sealed partial class QueryTests
{
    /// <summary>The tags of the instruments.</summary>
    private static readonly string[] Tags = ["category", "operation", "outcome", "policy", "reason", "source", "status"];

    /// <summary>What the Functions host and ASP.NET Core themselves write.</summary>
    private static readonly string[] OfThePlatform = ["CategoryName"];

    public static TheoryData<string> Files { get; } = [.. Repository.Files("infra/queries", "*.kql")];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_query_asks_for_metrics_the_code_emits(string file)
    {
        Assert.Empty(MetricsOf(Repository.Read(file)).Except(CodeNames.Instruments, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_query_asks_for_properties_the_code_emits(string file)
    {
        var text = Repository.Read(file);
        var properties = Property().Matches(text).Select(match => match.Groups["name"].Value).Except(OfThePlatform, StringComparer.Ordinal);

        Assert.Empty(text.Contains("AppTraces", StringComparison.Ordinal)
            ? properties.Except(CodeNames.LogProperties, StringComparer.Ordinal)
            : properties.Except(Tags, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_query_asks_for_outcomes_there_are(string file)
    {
        var outcomes = OutcomeValue().Matches(Repository.Read(file)).Select(match => match.Groups["value"].Value);

        Assert.Empty(outcomes.Except(Enum.GetNames<Outcome>(), StringComparer.Ordinal));
    }

    [Fact]
    public void Every_metric_is_looked_at_by_someone()
    {
        var asked = Files.SelectMany(row => MetricsOf(Repository.Read(row.Data))).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(CodeNames.Instruments, name => name.Contains('.', StringComparison.Ordinal) && !asked.Contains(name));
    }

    private static IEnumerable<string> MetricsOf(string text) => Metric().Matches(text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"'(?<name>(hubspot|users)\.[a-z_.]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"Properties\.(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Property();

    [GeneratedRegex(@"Properties\.outcome [=!]~ '(?<value>\w+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OutcomeValue();
}
