using System.Text.RegularExpressions;
using Azure.Data.Tables;

namespace Testing.Fakes;

/// <summary>Reads filters of the one kind the library writes: comparisons of strings, joined by <c>and</c>.</summary>
internal static partial class RowFilter
{
    public static Func<TableEntity, bool> Read(string? filter)
    {
        var comparisons = (filter ?? string.Empty).Split(" and ", StringSplitOptions.RemoveEmptyEntries).Select(part => Comparison().Match(part)).ToList();
        Assert.All(comparisons, comparison => Assert.True(comparison.Success, $"The test's table does not know the filter {filter}."));
        return row => comparisons.TrueForAll(comparison => Holds(comparison, row));
    }

    private static bool Holds(Match comparison, TableEntity row)
    {
        var order = string.CompareOrdinal(row.GetString(comparison.Groups["name"].Value), comparison.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal));
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

    [GeneratedRegex(@"^\(?(?<name>\w+) (?<operator>eq|ne|ge|gt|le|lt) '(?<value>.*)'\)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();
}
