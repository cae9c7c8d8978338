using System.Globalization;
using HubSpotUsers.HubSpot.Properties;

namespace HubSpotUsers.Files;

/// <summary>Tells values that HubSpot certainly refuses, by the type of their property. Everything else is for HubSpot to judge.</summary>
internal static class ValueRules
{
    private const long MillisecondsPerDay = 86_400_000;

    private static readonly string[] Days = ["yyyy-MM-dd"];

    /// <summary>What is wrong with a value; null when nothing certainly is.</summary>
    public static string? Check(PropertyDefinition property, string value) => property.Type switch
    {
        "number" when !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) =>
            "takes a number such as 1234.5, without separators of thousands",
        "bool" when !bool.TryParse(value, out _) => "takes true or false",
        "date" when !IsDay(value) => "takes a day such as 2026-03-31",
        "datetime" when !IsTime(value) => "takes a time such as 2026-03-31T09:00:00Z",
        "enumeration" when property.Options.Count > 0 && !Array.TrueForAll(value.Split(';', StringSplitOptions.RemoveEmptyEntries), one => IsOption(property, one)) =>
            "takes only values of its list, several separated by semicolons",
        _ => null,
    };

    /// <summary>HubSpot takes a day, or the milliseconds from 1970 to its midnight (HubSpot: Properties, date and datetime): the number of a spreadsheet's day is none.</summary>
    private static bool IsDay(string value) =>
        DateOnly.TryParseExact(value, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds) ? milliseconds % MillisecondsPerDay is 0 : IsTime(value));

    private static bool IsTime(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
        || (value.Length >= 10 && value[4] is '-' && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));

    private static bool IsOption(PropertyDefinition property, string value) =>
        property.Options.Any(option => string.Equals(option.Value, value.Trim(), StringComparison.OrdinalIgnoreCase));
}
