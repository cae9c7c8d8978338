using System.Text.RegularExpressions;

namespace Infra.Tests.Template;

public sealed partial class AlertTests
{
    private const string RuleType = "Microsoft.Insights/scheduledQueryRules";

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Everything_that_needs_a_person_has_an_alert(string environment)
    {
        Assert.Equal(
            ["budget-fallback", "day-quota", "deferred", "failed-invocations", "http-errors", "log-cap", "message-age", "no-progress", "oldest-message", "poison", "refused", "silent", "unknown"],
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
    [InlineData("log-cap")]
    public void The_others_fire_at_the_first(string name)
    {
        var criterion = Criterion(name);

        Assert.Equal(("GreaterThan", 0), (criterion.GetProperty("operator").GetString(), criterion.GetProperty("threshold").GetInt32()));
    }

    [Theory]
    [InlineData("failed-invocations", "GreaterThan", 5)]
    [InlineData("http-errors", "GreaterThan", 5)]
    [InlineData("silent", "LessThan", 1)]
    [InlineData("message-age", "GreaterThan", 900)]
    [InlineData("oldest-message", "GreaterThan", 900)]
    [InlineData("deferred", "GreaterThan", 1000)]
    public void These_fire_beyond_what_is_usual(string name, string comparison, int threshold)
    {
        var criterion = Criterion(name);

        Assert.Equal((comparison, threshold), (criterion.GetProperty("operator").GetString(), criterion.GetProperty("threshold").GetInt32()));
    }

    /// <summary>The app measures once a minute; these queries want most of the measurements of their window.</summary>
    [Theory]
    [InlineData("oldest-message", "PT30M", 15)]
    [InlineData("deferred", "PT1H", 30)]
    public void What_waits_is_asked_for_over_a_window_with_enough_measurements(string name, string window, int fewest)
    {
        var rule = Snapshot.Of("dev").All(RuleType).Single(rule => rule.Name == $"hubspot-users-dev-{name}");

        Assert.Equal(window, rule["windowSize"]);
        Assert.Contains($"iff(count() >= {fewest}, ", Repository.Read($"infra/queries/alerts/{name}.kql"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Only_a_person_closes_the_alert_on_unknown_users(string environment)
    {
        var open = Snapshot.Of(environment).All(RuleType).Where(rule => rule["autoMitigate"] == bool.FalseString);

        Assert.Equal(["unknown"], open.Select(rule => rule.Name[$"hubspot-users-{environment}-".Length..]));
    }

    [Theory]
    [InlineData("dev", "developers@example.com")]
    [InlineData("prod", "operations@example.com")]
    public void Every_alert_goes_to_the_address_in_the_environment_s_file(string environment, string address)
    {
        var snapshot = Snapshot.Of(environment);
        var people = snapshot.Single("Microsoft.Insights/actionGroups");

        Assert.Equal(address, people.Properties.GetProperty("emailReceivers")[0].GetProperty("emailAddress").GetString());
        Assert.Contains($"param alertEmail = '{address}'", Repository.Read($"infra/env/{environment}.bicepparam"), StringComparison.Ordinal);
        Assert.All(snapshot.All(RuleType), rule => Assert.Equal(people.Id, rule.Properties.GetProperty("actions").GetProperty("actionGroups")[0].GetString()));
        Assert.Equal(people.Id, snapshot.Single("Microsoft.Insights/metricAlerts").Properties.GetProperty("actions")[0].GetProperty("actionGroupId").GetString());
    }

    [Fact]
    public void There_is_no_environment_without_an_address()
    {
        Assert.Matches(@"@minLength\(6\)
param alertEmail string
", Repository.Read("infra/environment.bicep"));
        Assert.Matches(@"@minLength\(6\)
param alertEmail string
", Repository.Read("infra/main.bicep"));
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void The_app_is_asked_from_outside_often_enough_for_silence_to_mean_something(string environment)
    {
        var snapshot = Snapshot.Of(environment);
        var test = snapshot.Single("Microsoft.Insights/webtests");
        var alert = snapshot.Single("Microsoft.Insights/metricAlerts");

        Assert.Equal("900", test["Frequency"]);
        Assert.Equal("200", test["ValidationRules.ExpectedHttpStatusCode"]);
        Assert.Contains("https://{0}/api/health", test["Request.RequestUrl"], StringComparison.Ordinal);
        Assert.Equal(test.Id, alert["criteria.webTestId"]);
        Assert.InRange(int.Parse(alert["criteria.failedLocationCount"]!, System.Globalization.CultureInfo.InvariantCulture), 1, test.Properties.GetProperty("Locations").GetArrayLength() - 1);
        Assert.Equal("PT1H", snapshot.All(RuleType).Single(rule => rule.Name.EndsWith("-silent", StringComparison.Ordinal))["windowSize"]);
    }

    /// <summary>Platform metrics in the workspace are billed by volume, and no query reads them: the app measures its queues itself.</summary>
    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Only_the_audit_log_of_the_vault_is_collected_from_the_platform(string environment)
    {
        var collected = Snapshot.Of(environment).Single("Microsoft.Insights/diagnosticSettings");

        Assert.Equal("audit", collected.ShortName);
        Assert.DoesNotContain("AzureMetrics", string.Concat(Repository.Files("infra", "*.kql").Select(Repository.Read)), StringComparison.Ordinal);
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
