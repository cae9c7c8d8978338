using System.CommandLine;
using System.Globalization;

namespace Cli.Uploads;

/// <summary>A day, UTC, as a person writes it and as the API takes it.</summary>
internal static class DayOption
{
    private const string Written = "yyyy-MM-dd";
    private const string Taken = "yyyyMMdd";

    /// <summary>Makes the option.</summary>
    public static Option<DateOnly?> Create(string description) => new("--day")
    {
        Description = description,
        CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, [Written, Taken], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError("--day must be like 2026-11-24.");
            return null;
        },
    };

    /// <summary>The day as the API takes it.</summary>
    public static string Text(DateOnly day) => day.ToString(Taken, CultureInfo.InvariantCulture);
}
