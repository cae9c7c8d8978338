using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;

namespace Testing.Fakes;

/// <summary>Reads filters of the kinds the app writes: comparisons joined by <c>and</c>, some of them in brackets and joined by <c>or</c>.</summary>
internal static partial class RowFilter
{
    public static Func<TableEntity, bool> Read(string? filter)
    {
        var alternatives = (filter ?? string.Empty).Split(" and ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split(" or ").Select(comparison => Comparison().Match(comparison)).ToList())
            .ToList();
        Assert.All(alternatives.SelectMany(comparison => comparison), comparison => Assert.True(comparison.Success, $"The test's table does not know the filter {filter}."));
        return row => alternatives.TrueForAll(comparisons => comparisons.Exists(comparison => Holds(comparison, row)));
    }

    private static bool Holds(Match comparison, TableEntity row)
    {
        var (value, text) = (row[comparison.Groups["name"].Value], comparison.Groups["text"]);
        var order = (value, text.Success) switch
        {
            (_, true) => string.CompareOrdinal(value as string, text.Value.Replace("''", "'", StringComparison.Ordinal)),
            (DateTimeOffset time, false) => time.CompareTo(DateTimeOffset.Parse(comparison.Groups["time"].Value, CultureInfo.InvariantCulture)),
            (int number, false) => number.CompareTo(int.Parse(comparison.Groups["value"].Value, CultureInfo.InvariantCulture)),
            (bool flag, false) => flag.CompareTo(bool.Parse(comparison.Groups["value"].Value)),
            _ => (int?)null,
        };
        return comparison.Groups["operator"].Value switch
        {
            "eq" => order is 0,
            "ge" => order >= 0,
            "gt" => order > 0,
            "le" => order <= 0,
            "lt" => order < 0,
            _ => order is not 0,
        };
    }

    [GeneratedRegex(@"^\(?(?<name>\w+) (?<operator>eq|ne|ge|gt|le|lt) (datetime'(?<time>[^']+)'|'(?<text>.*)'|(?<value>-?[0-9]+|true|false))\)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();
}
