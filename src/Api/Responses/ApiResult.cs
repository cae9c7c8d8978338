using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Api.Responses;

/// <summary>A response, with the headers that keep browsers and caches from doing more with it than they should.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="mediaType">The body's media type.</param>
internal sealed class ApiResult(int status, string mediaType, byte[] body) : IResult
{
    /// <summary>The media type of responses.</summary>
    public const string JsonType = "application/json";

    /// <summary>The media type of problems (RFC 9457).</summary>
    public const string ProblemType = "application/problem+json";

    private const string NoContent = "default-src 'none'; frame-ancestors 'none'";
    private const string NeverCached = "no-store";
    private const string Cached = "private, max-age=60";

    /// <summary>When another attempt makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where to look further.</summary>
    public string? Location { get; init; }

    /// <summary>The preference of the caller that was followed (RFC 7240).</summary>
    public string? PreferenceApplied { get; init; }

    /// <summary>Whether what the response tells is over, so that it may be kept and asked for by its tag.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What a browser may load and run of the response (Content Security Policy Level 3).</summary>
    public string Policy { get; init; } = NoContent;

    /// <summary>Responds with a value.</summary>
    public static ApiResult Of<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new(status, JsonType, JsonSerializer.SerializeToUtf8Bytes(value, type));

    /// <summary>Responds with a problem.</summary>
    public static ApiResult Of(Problem problem, TimeSpan? retryAfter = null) =>
        new(problem.Status, ProblemType, JsonSerializer.SerializeToUtf8Bytes(problem, HttpJson.Default.Problem)) { RetryAfter = retryAfter };

    /// <summary>The same response, to be kept or not.</summary>
    public ApiResult When(bool isFinal) => new(status, mediaType, body) { RetryAfter = RetryAfter, Location = Location, PreferenceApplied = PreferenceApplied, Policy = Policy, IsFinal = isFinal };

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        Secure(response.Headers);
        response.Headers.ContentSecurityPolicy = Policy;
        Describe(response.Headers);
        if (IsFinal && IsKnown(httpContext.Request, response.Headers))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = status;
        response.ContentType = mediaType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>What OWASP asks of an API's responses (REST Security Cheat Sheet, Security headers).</summary>
    public static void Secure(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = NoContent;
        headers.StrictTransportSecurity = "max-age=31536000";
        headers["Referrer-Policy"] = "no-referrer";
    }

    private void Describe(IHeaderDictionary headers)
    {
        headers.CacheControl = IsFinal ? Cached : NeverCached;
        if (RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Location is { } location)
        {
            headers.Location = location;
        }

        if (PreferenceApplied is { } preference)
        {
            headers["Preference-Applied"] = preference;
        }
    }

    private bool IsKnown(HttpRequest request, IHeaderDictionary headers)
    {
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 16))}\"");
        headers.ETag = tag.ToString();
        return EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
            && known.Any(one => one.Equals(EntityTagHeaderValue.Any) || one.Compare(tag, useStrongComparison: false));
    }
}
