using Microsoft.AspNetCore.Http;

namespace Api.Queueing;

/// <summary>What a caller prefers (RFC 7240).</summary>
internal static class Preference
{
    /// <summary>The preference for a response before the work is done.</summary>
    public const string RespondAsync = "respond-async";

    private const string HeaderName = "Prefer";

    /// <summary>Whether a caller would rather not wait.</summary>
    public static bool IsAsync(HttpRequest request) => request.Headers[HeaderName]
        .SelectMany(value => (value ?? string.Empty).Split(',', StringSplitOptions.TrimEntries))
        .Any(preference => string.Equals(preference.Split(';')[0].TrimEnd(), RespondAsync, StringComparison.OrdinalIgnoreCase));
}
