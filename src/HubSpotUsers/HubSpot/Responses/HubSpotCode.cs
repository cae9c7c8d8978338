using System.Text.RegularExpressions;

namespace HubSpotUsers.HubSpot.Responses;

/// <summary>HubSpot's codes (categories, statuses, error codes): the only texts of a response that are repeated as they are.</summary>
internal static partial class HubSpotCode
{
    /// <summary>Gives a text that has the form of a code, such as <c>VALIDATION_ERROR</c>; null for any other.</summary>
    public static string? Of(string? text) => text is not null && Code().IsMatch(text) ? text : null;

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.-]{0,99}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
