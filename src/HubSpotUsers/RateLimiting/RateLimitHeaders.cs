using System.Globalization;
using System.Net.Http.Headers;

namespace HubSpotUsers.RateLimiting;

/// <summary>What an answer says of the rolling window (HubSpot: API usage guidelines).</summary>
/// <param name="Max">The calls the token may make in the interval.</param>
/// <param name="Remaining">Those that are left.</param>
/// <param name="Interval">The length of the window.</param>
internal sealed record RateLimitHeaders(int Max, int Remaining, TimeSpan Interval)
{
    private const int LongestIntervalMilliseconds = 60 * 60 * 1000;

    /// <summary>Reads an answer's headers; null when they do not say it, or say what cannot be.</summary>
    public static RateLimitHeaders? Of(HttpResponseHeaders headers) =>
        Number(headers, "X-HubSpot-RateLimit-Max") is { } max and > 0
        && Number(headers, "X-HubSpot-RateLimit-Remaining") is { } remaining && remaining <= max
        && Number(headers, "X-HubSpot-RateLimit-Interval-Milliseconds") is { } milliseconds and > 0 and <= LongestIntervalMilliseconds
            ? new RateLimitHeaders(max, remaining, TimeSpan.FromMilliseconds(milliseconds))
            : null;

    /// <summary>Reads a header that holds one number, not negative.</summary>
    public static int? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
