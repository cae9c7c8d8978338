using System.Globalization;
using Spectre.Console;

namespace Cli.Terminal;

/// <summary>Numbers and times as a person reads them.</summary>
internal static class Words
{
    /// <summary>A number with separators of thousands.</summary>
    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things.</summary>
    public static string Of(long number, string one) => $"{Of(number)} {one}{(number is 1 ? string.Empty : "s")}";

    /// <summary>A length of time, such as 42 s, 3 min or 5 h.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F0} s"),
        { TotalMinutes: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:F0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:F0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:F0} days"),
    };

    /// <summary>A time of day, UTC.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>How fast something goes.</summary>
    public static string Rate(double perSecond) => string.Create(CultureInfo.InvariantCulture, $"{perSecond:N0}/s");

    /// <summary>Outcomes and their counts, such as <c>Created 98, Rejected 2</c>.</summary>
    public static string Of(IReadOnlyDictionary<string, int> outcomes) =>
        outcomes.Count is 0 ? "no outcome yet" : string.Join(", ", outcomes.Select(outcome => $"{outcome.Key} {Of(outcome.Value)}"));

    /// <summary>How many users have their outcome, at which rate, and how long the others take at that rate.</summary>
    public static string Progress(long done, long all, IReadOnlyDictionary<string, int> outcomes, double perSecond)
    {
        var left = perSecond > 0 ? $", {Of(TimeSpan.FromSeconds((all - done) / perSecond))} left" : string.Empty;
        return $"{Of(done)} of {Of(all, "user")} have their outcome ({Of(outcomes)}), {Rate(perSecond)}{left}";
    }

    /// <summary>A table without a frame, as one can copy it.</summary>
    public static Table Table(params IEnumerable<string> columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))));
        }

        return table;
    }

    /// <summary>Adds a row of plain text: what stands in a cell is never markup.</summary>
    public static void AddText(this Table table, params IEnumerable<string?> cells) => table.AddRow([.. cells.Select(cell => new Text(cell ?? string.Empty))]);
}
