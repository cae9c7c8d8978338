using System.Text.RegularExpressions;
using HubSpotUsers;
using HubSpotUsers.Telemetry;
using Infra.Tests.Code;

namespace Infra.Tests.Queries;

/// <summary>Their syntax and columns are checked by <c>infra/checks/queries.cjs</c>; here, that they ask for what the code emits.</summary>
public sealed partial class QueryTests
{
    /// <summary>The tags of the instruments.</summary>
    private static readonly string[] Tags = ["category", "function", "operation", "outcome", "policy", "reason", "source", "status", "table", "trigger"];

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
    public async Task A_query_asks_of_HTTP_for_what_the_app_measures(string file)
    {
        var measured = await HttpMeasurements.TakeAsync();
        var text = Repository.Read(file);

        Assert.NotEmpty(measured);
        Assert.Empty(Quoted().Matches(text).Select(match => match.Groups["name"].Value).Except(measured.SelectMany(metric => metric.Value), StringComparer.Ordinal));
        Assert.Empty(HttpMetric().Matches(text).Select(match => match.Groups["name"].Value).Except(measured.Keys, StringComparer.Ordinal));
    }

    [Fact]
    public void Both_kinds_of_names_are_found_in_a_query()
    {
        var text = Repository.Read("infra/queries/alerts/http-errors.kql");

        Assert.Equal("http.server.request.duration", Assert.Single(HttpMetric().Matches(text)).Groups["name"].Value);
        Assert.Equal(["process", "http.response.status_code"], Quoted().Matches(text).Select(match => match.Groups["name"].Value));
    }

    /// <summary>The exporter to Application Insights sends extremes of histograms only; a gauge's last value is its sum.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void A_query_asks_a_gauge_for_its_sum(string file)
    {
        var text = Repository.Read(file);

        Assert.True(!Extreme().IsMatch(text) || !CodeNames.Gauges.Overlaps(MetricsOf(text)), "It asks a gauge for Min or Max.");
    }

    [Fact]
    public void What_waits_is_measured_by_gauges()
    {
        Assert.Superset(
            new HashSet<string>([Instruments.QueueLength, Instruments.QueueDeferred, Instruments.QueueAge, Instruments.PoisonLength, Instruments.PoisonAge], StringComparer.Ordinal),
            CodeNames.Gauges);
    }

    [Fact]
    public void The_alert_on_poison_needs_no_count_of_the_queue()
    {
        var text = Repository.Read("infra/queries/alerts/poison.kql");

        Assert.Equal([Instruments.PoisonLength, Instruments.Poison], MetricsOf(text));
        Assert.EndsWith("print Value = coalesce(length, moved, 0.0)\n", text, StringComparison.Ordinal);
    }

    /// <summary>Messages that arrive after an idle time, or while the app starts, have not waited for the hour of the alert.</summary>
    [Fact]
    public void Nothing_is_stuck_that_has_just_arrived()
    {
        Assert.Matches(@"summarize Fewest = min\(Sum\), First = min\(TimeGenerated\)\s+\| where First < ago\(45m\)\s+\| project Fewest\);", Repository.Read("infra/queries/alerts/no-progress.kql"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_query_asks_for_outcomes_there_are(string file)
    {
        var outcomes = OutcomeValue().Matches(Repository.Read(file)).Select(match => match.Groups["value"].Value);

        Assert.Empty(outcomes.Except(Enum.GetNames<Outcome>(), StringComparer.Ordinal));
    }

    [Fact]
    public void Every_metric_is_in_a_query()
    {
        var asked = Files.SelectMany(row => MetricsOf(Repository.Read(row.Data))).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(CodeNames.Instruments, name => name.Contains('.', StringComparison.Ordinal) && !asked.Contains(name));
    }

    private static IEnumerable<string> MetricsOf(string text) => Metric().Matches(text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"'(?<name>(hubspot|invocations|retention|users)\.[a-z_.]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Metric();

    [GeneratedRegex(@"Properties\.(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Property();

    [GeneratedRegex(@"Properties\['(?<name>[^']+)'\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<!\[)'(?<name>http\.[a-z_.]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HttpMetric();

    [GeneratedRegex(@"\b(Min|Max)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Extreme();

    [GeneratedRegex(@"Properties\.outcome [=!]~ '(?<value>\w+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OutcomeValue();
}
