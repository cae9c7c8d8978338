using System.Globalization;
using System.Net.Http.Headers;
using HubSpotUsers.Limits;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Reads what a response says of the rolling window (HubSpot: API usage guidelines).</summary>
internal static class RateLimitHeaders
{
    private const int LongestIntervalMilliseconds = 60 * 60 * 1000;

    /// <summary>Reads a response's headers; null when they do not say it, or say what cannot be.</summary>
    public static LimitReading? Of(HttpResponseHeaders headers) =>
        Number(headers, "X-HubSpot-RateLimit-Max") is { } max and > 0
        && Number(headers, "X-HubSpot-RateLimit-Remaining") is { } remaining && remaining <= max
        && Number(headers, "X-HubSpot-RateLimit-Interval-Milliseconds") is { } milliseconds and > 0 and <= LongestIntervalMilliseconds
            ? new LimitReading(max, remaining, TimeSpan.FromMilliseconds(milliseconds))
            : null;

    /// <summary>Reads a header that holds one number, not negative.</summary>
    public static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
