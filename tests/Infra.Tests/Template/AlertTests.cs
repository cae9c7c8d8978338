using System.Text.RegularExpressions;

namespace Infra.Tests.Template;

public sealed partial class AlertTests
{
    private const string RuleType = "Microsoft.Insights/scheduledQueryRules";

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Someone_is_notified_of_everything_that_needs_a_person(string environment)
    {
        Assert.Equal(
            ["budget-fallback", "day-quota", "message-age", "no-progress", "poison", "refused", "unknown"],
            Snapshot.Of(environment).All(RuleType)
                .Select(rule => rule.Name[$"hubspot-users-{environment}-".Length..])
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Every_alert_is_on_and_can_be_made_before_the_first_telemetry(string environment)
    {
        var snapshot = Snapshot.Of(environment);

        Assert.All(snapshot.All(RuleType), rule =>
        {
            Assert.Equal(bool.TrueString, rule["enabled"]);
            Assert.Equal(bool.TrueString, rule["skipQueryValidation"]);
            Assert.Equal(snapshot.Single("Microsoft.OperationalInsights/workspaces").Id, rule.Properties.GetProperty("scopes")[0].GetString());
            Assert.Equal("Value", rule.Properties.GetProperty("criteria").GetProperty("allOf")[0].GetProperty("metricMeasureColumn").GetString());
        });
    }

    [Fact]
    public void The_quota_alert_fires_below_a_tenth_of_the_day()
    {
        var criterion = Criterion("day-quota");

        Assert.Equal(("LessThan", 10), (criterion.GetProperty("operator").GetString(), criterion.GetProperty("threshold").GetInt32()));
    }

    [Theory]
    [InlineData("poison")]
    [InlineData("unknown")]
    [InlineData("refused")]
    [InlineData("no-progress")]
    [InlineData("budget-fallback")]
    public void The_others_fire_at_the_first(string name)
    {
        var criterion = Criterion(name);

        Assert.Equal(("GreaterThan", 0), (criterion.GetProperty("operator").GetString(), criterion.GetProperty("threshold").GetInt32()));
    }

    [Fact]
    public void Whoever_is_named_is_reported_of_all()
    {
        var snapshot = Snapshot.Of("prod");
        var people = snapshot.Single("Microsoft.Insights/actionGroups");

        Assert.Equal("on-duty@example.com", people.Properties.GetProperty("emailReceivers")[0].GetProperty("emailAddress").GetString());
        Assert.All(snapshot.All(RuleType), rule => Assert.Equal(people.Id, rule.Properties.GetProperty("actions").GetProperty("actionGroups")[0].GetString()));
    }

    [Fact]
    public void With_no_one_named_the_alerts_are_there_all_the_same()
    {
        var snapshot = Snapshot.Of("dev");

        Assert.Empty(snapshot.All("Microsoft.Insights/actionGroups"));
        Assert.All(snapshot.All(RuleType), rule => Assert.Equal(0, rule.Properties.GetProperty("actions").GetProperty("actionGroups").GetArrayLength()));
    }

    [Fact]
    public void What_an_alert_refers_to_in_the_runbook_is_there()
    {
        var runbook = Repository.Read("docs/runbook.md");
        var references = Snapshot.Of("dev").All(RuleType)
            .SelectMany(rule => Reference().Matches(rule["description"]!).Select(match => match.Groups["heading"].Value))
            .ToList();

        Assert.NotEmpty(references);
        Assert.All(references, heading => Assert.Contains($"\n## {heading}\n", runbook, StringComparison.Ordinal));
    }

    private static System.Text.Json.JsonElement Criterion(string name) => Snapshot.Of("dev").All(RuleType)
        .Single(rule => rule.Name == $"hubspot-users-dev-{name}").Properties.GetProperty("criteria").GetProperty("allOf")[0];

    [GeneratedRegex("see \"(?<heading>[^\"]+)\" in docs/runbook.md", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
