using System.Text.RegularExpressions;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Which of HubSpot's limits a 429 is about (HubSpot: API usage guidelines): as the response names it, or as its text says.</summary>
internal static partial class LimitName
{
    private const string Unnamed = "unnamed";

    /// <summary>Gives the limit's name in capitals.</summary>
    public static string Of(ApiError? error) =>
        (error?.PolicyName is { } name && Name().IsMatch(name) ? name
            : error?.Message is { } text && Known().Match(text) is { Success: true } known ? known.Value
            : null)?.ToUpperInvariant() ?? Unnamed;

    /// <summary>Whether the day's calls are used up.</summary>
    public static bool IsDaily(ApiError? error) => Of(error) is "DAILY";

    /// <summary>Whether it is a limit of seconds, which passes by itself.</summary>
    public static bool IsRolling(ApiError? error) => Of(error) is var name && (name.EndsWith("SECONDLY", StringComparison.Ordinal) || name.EndsWith("ROLLING", StringComparison.Ordinal));

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,100}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    /// <summary>HubSpot's own sentence is "You have reached your daily limit."</summary>
    [GeneratedRegex("(?<![a-z])(daily|ten_secondly_rolling|ten_secondly|secondly)(?![a-z])", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Known();
}
