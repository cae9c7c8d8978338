using System.Globalization;
using Azure.Data.Tables;

namespace HubSpotUsers.Storage;

/// <summary>Fills rows, and reads them.</summary>
internal static class TableEntityExtensions
{
    /// <summary>A string property takes 64 KiB, which is 32 Ki characters (Azure: Understanding the Table service data model).</summary>
    private const int MaxPropertyLength = 32 * 1024;

    /// <summary>Longer texts of others say no more than their beginning.</summary>
    private const int MaxForeignLength = 1000;

    /// <summary>A table knows no earlier time (Azure: Understanding the Table service data model).</summary>
    private static readonly DateTimeOffset Earliest = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Adds a property that has a value a table can hold: what HubSpot says must never keep a row from being written.</summary>
    public static void AddIfKnown(this IDictionary<string, object> row, string name, object? value)
    {
        switch (value)
        {
            case null:
            case DateTimeOffset time when time < Earliest:
                break;
            case string { Length: > MaxForeignLength } text:
                row[name] = text[..MaxForeignLength];
                break;
            default:
                row[name] = value;
                break;
        }
    }

    /// <summary>Adds a text of any length, its further parts in properties of their own: <c>Name</c>, <c>Name2</c>, <c>Name3</c>…</summary>
    public static void AddText(this TableEntity row, string name, string text)
    {
        for (int start = 0, part = 1; start < text.Length; start += MaxPropertyLength, part++)
        {
            row[part is 1 ? name : $"{name}{part}"] = text.Substring(start, Math.Min(MaxPropertyLength, text.Length - start));
        }
    }

    /// <summary>Reads a text that <see cref="AddText"/> wrote.</summary>
    public static string GetText(this TableEntity row, string name)
    {
        var text = row.Text(name) ?? string.Empty;
        for (var part = 2; row.Text($"{name}{part}") is { } further; part++)
        {
            text += further;
        }

        return text;
    }

    /// <summary>Reads a text; null when there is none. Like all reads here it takes rows as other versions and people write them.</summary>
    public static string? Text(this TableEntity row, string name) => row[name] as string;

    /// <summary>Reads a time; null when there is none.</summary>
    public static DateTimeOffset? Time(this TableEntity row, string name) => row[name] switch
    {
        DateTimeOffset time => time,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => null,
    };

    /// <summary>Reads a number; null when there is none.</summary>
    public static double? Number(this TableEntity row, string name) => row[name] switch
    {
        double number when double.IsFinite(number) => number,
        long number => number,
        int number => number,
        _ => null,
    };

    /// <summary>Reads a whole number; null when there is none.</summary>
    public static long? Whole(this TableEntity row, string name) => row[name] switch
    {
        long number => number,
        int number => number,
        _ => null,
    };

    /// <summary>Reads a count, also from a row of a version that wrote 64 bits; null when there is none.</summary>
    public static int? Count(this TableEntity row, string name) => row.Whole(name) is { } number ? int.CreateSaturating(number) : null;

    /// <summary>Reads an id; null when there is none.</summary>
    public static Guid? Id(this TableEntity row, string name) => row[name] switch
    {
        Guid id => id,
        string text when Guid.TryParse(text, out var id) => id,
        _ => null,
    };

    /// <summary>Whether a property says yes.</summary>
    public static bool Says(this TableEntity row, string name) => row[name] switch
    {
        bool flag => flag,
        string text => bool.TryParse(text, out var flag) && flag,
        _ => false,
    };
}
