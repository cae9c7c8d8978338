using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Functions;
using Infra.Tests.Template;
using Microsoft.Azure.Functions.Worker;

namespace Infra.Tests.Docs;

/// <summary>The table of what an environment costs a month, against the triggers and resources it is about. A month has 730 hours.</summary>
public sealed partial class CostTests
{
    private const decimal Minutes = 730 * 60;
    private const decimal GigabytesOfAnInstance = 2;
    private const decimal PerGigabyteSecond = 0.000026m;

    private static readonly List<MethodInfo> Triggered = [.. typeof(WatchBacklog).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null)];

    /// <summary>Flex Consumption scales all HTTP functions as one group and every queue or timer function as one of its own.</summary>
    private static readonly List<string> Groups = [.. Triggered
        .Where(method => TriggerOf(method) is not HttpTriggerAttribute)
        .Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name)];

    [Fact]
    public void Instances_that_are_always_ready_are_paid_for_in_every_group()
    {
        var row = Row("instances always ready");

        Assert.All(Groups, group => Assert.Contains($"`{group}`", row.Text, StringComparison.Ordinal));
        Assert.Equal(Groups.Count, FunctionName().Count(row.Text));
        Assert.Equal(42.08m * (Groups.Count + 1), row.Prod);
    }

    [Fact]
    public void The_timer_that_counts_what_waits_is_paid_for()
    {
        var row = Row("`WatchBacklog`");
        var timer = Triggered.Select(TriggerOf).OfType<TimerTriggerAttribute>().Single();
        var perMonth = (Minutes * 0.40m / 1_000_000) + (Minutes * GigabytesOfAnInstance * PerGigabyteSecond);

        Assert.Equal("0 * * * * *", timer.Schedule);
        Assert.Contains("\nparam instanceMemoryMB int = 2048\n", Repository.Read("infra/environment.bicep"), StringComparison.Ordinal);
        Assert.Contains(Minutes.ToString("N0", CultureInfo.InvariantCulture), row.Text, StringComparison.Ordinal);
        Assert.Equal((Cents(perMonth), Cents(perMonth)), (row.Dev, row.Prod));
    }

    [Fact]
    public void So_are_its_operations()
    {
        var row = Row("its storage operations");
        var operations = Minutes * 2 * 2;

        Assert.Contains(operations.ToString("N0", CultureInfo.InvariantCulture), row.Text, StringComparison.Ordinal);
        Assert.Contains(operations.ToString("N0", CultureInfo.InvariantCulture), Repository.Read("docs/telemetry.md"), StringComparison.Ordinal);
        Assert.Equal(Cents(operations * (0.004m + 0.00036m) / 10_000), row.Dev);
        Assert.Equal(row.Dev, row.Prod);
    }

    [Fact]
    public void Metrics_are_paid_for_in_every_process_that_is_up()
    {
        var row = Row("metrics of processes");

        // The timer keeps a process up in dev; prod has two in each group.
        Assert.Equal(Cents(0.92m * 2.76m), row.Dev);
        Assert.Equal(Cents(0.92m * 2.76m * 2 * (Groups.Count + 1)), row.Prod);
        Assert.InRange(44 * 0.48m * Minutes / 1_000_000, 0.90m, 0.93m);
    }

    [Theory]
    [MemberData(nameof(Snapshot.Environments), MemberType = typeof(Snapshot))]
    public void Alerts_are_paid_for_by_how_often_they_ask(string environment)
    {
        var row = Row("thirteen log alerts");
        var rules = Snapshot.Of(environment).All("Microsoft.Insights/scheduledQueryRules");

        Assert.Equal(13, rules.Count);
        Assert.Equal(rules.Sum(rule => rule["evaluationFrequency"] switch { "PT5M" => 1.50m, "PT15M" => 0.50m, _ => throw new InvalidOperationException(rule.Name) }), environment is "dev" ? row.Dev : row.Prod);
    }

    private static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static Attribute? TriggerOf(MethodInfo method) => method.GetParameters()
        .SelectMany(parameter => parameter.GetCustomAttributes())
        .SingleOrDefault(attribute => attribute.GetType().Name.EndsWith("TriggerAttribute", StringComparison.Ordinal));

    private static (string Text, decimal? Dev, decimal? Prod) Row(string start)
    {
        var cells = Repository.Read("docs/deploy.md").Split('\n').Single(line => line.StartsWith($"| {start}", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
        return (cells[1], Amount(cells[2]), Amount(cells[3]));

        static decimal? Amount(string cell) => cell is "" ? null : decimal.Parse(cell, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"`\w+`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FunctionName();
}
