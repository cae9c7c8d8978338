using System.Net;
using System.Text.RegularExpressions;
using HubSpotUsers.Control;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.RateLimiting;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot.Http;

/// <summary>Tells the answers after which nothing should be sent for longer than an invocation can wait.</summary>
/// <param name="day">The account's day.</param>
/// <param name="hubSpot">What is kept of the day.</param>
/// <param name="processing">How often to try again.</param>
/// <param name="meters">Learns what is left of the day.</param>
/// <param name="time">The clock.</param>
internal sealed partial class StopSignals(
    AccountDay day,
    IOptions<HubSpotOptions> hubSpot,
    IOptions<ProcessingOptions> processing,
    Meters meters,
    TimeProvider time)
{
    private const string DailyPolicy = "DAILY";

    /// <summary>How long a move between data centres is waited for when HubSpot does not say.</summary>
    private static readonly TimeSpan MigrationDelay = TimeSpan.FromMinutes(5);

    /// <summary>The limit that a 429 names.</summary>
    public static string PolicyOf(ApiError? error) => error?.PolicyName is { } name && Identifier().IsMatch(name) ? name : "unnamed";

    /// <summary>Whether a 429 says that the day's calls are used up.</summary>
    public static bool IsDaily(ApiError? error) => string.Equals(error?.PolicyName, DailyPolicy, StringComparison.OrdinalIgnoreCase);

    /// <summary>Gives the pause an answer asks for; null when it asks for none.</summary>
    public Pause? Of(HttpResponseMessage response, ApiError? error)
    {
        var now = time.GetUtcNow();
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests when IsDaily(error) => new Pause(PauseReason.DailyLimit, Earlier(day.Tomorrow, now + RetryAfter.Of(response, now))),
            HttpStatusCode.TooManyRequests when RetryAfter.Of(response, now) is { } wait && wait > RetryAfter.LongestInvocationWait =>
                new Pause(PauseReason.RateLimit, now + wait),
            CallVerdicts.Migrating => new Pause(PauseReason.Migration, now + (RetryAfter.Of(response, now) ?? MigrationDelay)),
            HttpStatusCode.Unauthorized => new Pause(PauseReason.Unauthorized, now + processing.Value.ProbeInterval, Word(error?.Category)),
            _ => OfDay(response),
        };
    }

    /// <summary>The day's calls are counted in headers, except for OAuth tokens.</summary>
    private Pause? OfDay(HttpResponseMessage response)
    {
        if (RateLimitHeaders.Number(response.Headers, "X-HubSpot-RateLimit-Daily") is not { } limit
            || RateLimitHeaders.Number(response.Headers, "X-HubSpot-RateLimit-Daily-Remaining") is not { } remaining)
        {
            return null;
        }

        meters.Day(limit, remaining);
        var reserve = hubSpot.Value.DailyReserve;
        return limit > 0 && remaining <= limit * reserve
            ? new Pause(PauseReason.DailyLimit, day.Tomorrow, reserve > 0 ? "the rest is kept for other apps" : null)
            : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private static string? Word(string? text) => text is not null && Identifier().IsMatch(text) ? text : null;

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,100}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
