using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>
/// What a 429 asks for (HubSpot: API usage guidelines): a short wait, after which the call is sent again (<see cref="HubSpotRetry"/>), or a pause
/// of all sending (<see cref="PauseRules"/>), when it is about the day's calls or asks for more than an invocation may wait.
/// </summary>
internal static class TooManyRequests
{
    /// <summary>Whether the call is sent again after a short wait.</summary>
    public static bool IsShort(HttpResponseMessage response, ApiError? error, DateTimeOffset now) =>
        // The day's limit ends at midnight; waiting seconds for it would only cost calls.
        !LimitName.IsDaily(error) && LongWait(response, error, now) is null;

    /// <summary>The wait a response asks for when it is longer than an invocation may wait; null for a shorter one. A limit of seconds passes within a minute, whatever the response asks.</summary>
    public static TimeSpan? LongWait(HttpResponseMessage response, ApiError? error, DateTimeOffset now) =>
        RetryAfter.Of(response, now) is { } wait && wait > RetryAfter.LongestInvocationWait && !LimitName.IsRolling(error) ? wait : null;
}
