using System.Text.RegularExpressions;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>HubSpot's id of a call; its support asks for it.</summary>
internal static partial class CorrelationId
{
    private const string Header = "X-HubSpot-Correlation-Id";

    /// <summary>Reads it from a response's headers; null when there is none.</summary>
    public static string? Of(HttpResponseMessage response) => response.Headers.TryGetValues(Header, out var values) ? Of(values.FirstOrDefault()) : null;

    /// <summary>Gives a text that has the form of such an id; null for any other, which may say anything.</summary>
    public static string? Of(string? text) => text is not null && Form().IsMatch(text) ? text : null;

    [GeneratedRegex(@"^[0-9A-Za-z_.:-]{1,100}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
