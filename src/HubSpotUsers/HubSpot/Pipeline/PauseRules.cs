using System.Net;
using System.Text.RegularExpressions;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Pausing;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Tells the responses after which nothing should be sent for longer than an invocation can wait.</summary>
/// <param name="day">The account's day.</param>
/// <param name="hubSpot">What is kept of the day.</param>
/// <param name="processing">How often to retry.</param>
/// <param name="meters">Records what is left of the day.</param>
/// <param name="random">Spreads probes.</param>
internal sealed partial class PauseRules(
    AccountDay day,
    IOptions<HubSpotOptions> hubSpot,
    IOptions<ProcessingOptions> processing,
    Meters meters,
    TimeProvider time,
    Random random)
{
    /// <summary>
    /// However long HubSpot's limits seem to last, one call looks again after this time, or up to twice as much: the account's day may end
    /// at another time than the settings say, and a wait may be wrong.
    /// </summary>
    private static readonly TimeSpan LimitProbeInterval = TimeSpan.FromMinutes(15);

    /// <summary>How long a move between data centres is waited for when HubSpot does not say.</summary>
    private static readonly TimeSpan MigrationDelay = TimeSpan.FromMinutes(5);

    /// <summary>Gives the pause a response asks for; null when it asks for none.</summary>
    public Pause? Of(HttpResponseMessage response, ApiError? error)
    {
        var now = time.GetUtcNow();
        return response.StatusCode switch
        {
            HttpStatusCode.TooManyRequests when LimitName.IsDaily(error) => UsedUpDay(now, RetryAfter.Of(response, now)),
            HttpStatusCode.TooManyRequests when TooManyRequests.LongWait(response, error, now) is { } wait =>
                new Pause(PauseReason.RateLimit, Earlier(now + wait, NextProbe(now))),
            CallOutcomes.Migrating => new Pause(PauseReason.Migration, now + (RetryAfter.Of(response, now) ?? MigrationDelay)),
            HttpStatusCode.Unauthorized => new Pause(PauseReason.Unauthorized, now + processing.Value.ProbeInterval, Word(error?.Category)) { Category = ErrorCategories.InvalidAuthentication },
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
            ? UsedUpDay(time.GetUtcNow(), asked: null, reserve > 0 ? "the rest is kept for other apps" : null)
            : null;
    }

    private Pause UsedUpDay(DateTimeOffset now, TimeSpan? asked, string? detail = null)
    {
        // Whoever asks for less than it takes to look again has the next second in mind.
        var wait = asked < processing.Value.ProbeInterval ? processing.Value.ProbeInterval : asked;
        return new Pause(PauseReason.DailyLimit, Earlier(Earlier(day.Tomorrow, NextProbe(now)), now + wait), detail);
    }

    /// <summary>Differs from process to process, so that they do not all look at once.</summary>
    private DateTimeOffset NextProbe(DateTimeOffset now) => now + (LimitProbeInterval * (1 + random.NextDouble()));

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private static string? Word(string? text) => text is not null && Identifier().IsMatch(text) ? text : null;

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,100}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
