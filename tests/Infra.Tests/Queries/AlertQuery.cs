using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Tests.Queries;

/// <summary>A row of <c>AppMetrics</c>.</summary>
/// <param name="Name">The instrument.</param>
/// <param name="Sum">The sum of its measurements, or the last of a gauge.</param>
/// <param name="ItemCount">How many there were.</param>
/// <param name="Properties">Their tags.</param>
internal sealed record MetricRow(string Name, double Sum, int ItemCount = 1, params (string Name, string Value)[] Properties);

/// <summary>
/// Asks rows of <c>AppMetrics</c> what an alert asks of the workspace. It knows the shape that most of the alerts' queries have: conditions, and one
/// aggregate of all that meet them.
/// </summary>
/// <param name="text">The query.</param>
internal sealed partial class AlertQuery(string text)
{
    /// <summary>What the query gives as <c>Value</c>.</summary>
    public double Ask(params IReadOnlyList<MetricRow> rows)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("//", StringComparison.Ordinal)).ToList();
        Assert.Equal("AppMetrics", lines[0]);
        Assert.All(lines[1..^1], line => Assert.StartsWith("| where ", line, StringComparison.Ordinal));
        var conditions = lines[1..^1].SelectMany(line => line["| where ".Length..].Split(" and ")).ToList();

        return Aggregate(lines[^1], [.. rows.Where(row => conditions.TrueForAll(condition => Holds(condition, row)))]);
    }

    private static bool Holds(string condition, MetricRow row)
    {
        var parts = Condition().Match(condition);
        Assert.True(parts.Success, $"A condition of another shape: {condition}");
        var value = parts.Groups["key"] is { Success: true, Value: var key }
            ? row.Properties.FirstOrDefault(property => property.Name == key).Value ?? string.Empty
            : row.Name;
        var values = Literal().Matches(parts.Groups["values"].Value).Select(match => match.Groups["value"].Value);
        return parts.Groups["operator"].Value switch
        {
            "==" or "in" => values.Contains(value, StringComparer.Ordinal),
            "=~" => values.Contains(value, StringComparer.OrdinalIgnoreCase),
            _ => value.StartsWith(values.Single(), StringComparison.OrdinalIgnoreCase),
        };
    }

    private static double Aggregate(string line, IReadOnlyList<MetricRow> rows)
    {
        var least = Least().Match(line);
        return line switch
        {
            "| summarize Value = count()" => rows.Count,
            "| summarize Value = sum(Sum)" => rows.Sum(row => row.Sum),
            "| summarize Value = sum(ItemCount)" => rows.Sum(row => row.ItemCount),
            _ when least.Success => rows.Count >= int.Parse(least.Groups["count"].Value, CultureInfo.InvariantCulture) ? rows.Min(row => row.Sum) : 0,
            _ => throw new InvalidOperationException($"An aggregate of another shape: {line}"),
        };
    }

    [GeneratedRegex(@"^(Name|(tostring\()?Properties(\.(?<key>\w+)|\['(?<key>[^']+)'\])\)?) (?<operator>==|=~|in|startswith) (?<values>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Condition();

    [GeneratedRegex("'(?<value>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\| summarize Value = iff\(count\(\) >= (?<count>[0-9]+), min\(Sum\), 0\.0\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Least();
}
