using System.Net;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.HubSpot.Wire;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>
/// The one place that sends a call again: only after responses that were certainly not applied and that a short wait may fix. Longer waits
/// are pauses: <see cref="PauseRules"/>.
/// </summary>
internal static class HubSpotRetry
{
    private static readonly TimeSpan MaxBackOff = TimeSpan.FromSeconds(10);

    /// <summary>HubSpot asks for at least two seconds after 423 (HubSpot: Error handling).</summary>
    private static readonly TimeSpan LockedDelay = TimeSpan.FromSeconds(2);

    public static HttpRetryStrategyOptions Options(int maxRetries, TimeProvider time) => new()
    {
        MaxRetryAttempts = maxRetries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(1),
        MaxDelay = MaxBackOff,
        UseJitter = true,
        ShouldRetryAfterHeader = false,
        ShouldHandle = arguments => ValueTask.FromResult(ShouldHandle(arguments, time)),
        DelayGenerator = arguments => ValueTask.FromResult(Delay(arguments.Outcome.Result, time.GetUtcNow())),
    };

    private static bool ShouldHandle(RetryPredicateArguments<HttpResponseMessage> arguments, TimeProvider time)
    {
        if (arguments.Outcome.Exception is { } exception)
        {
            return exception is HttpRequestException or OperationCanceledException && CallOutcomes.Of(exception) is CallOutcome.NotApplied;
        }

        return arguments.Outcome.Result switch
        {
            { StatusCode: CallOutcomes.Locked } => true,
            { StatusCode: HttpStatusCode.TooManyRequests } response =>
                TooManyRequests.IsShort(response, WholeResponse.TryParse(response, HubSpotJson.Tolerant.ApiError), time.GetUtcNow()),
            _ => false,
        };
    }

    /// <summary>How long to wait before the next attempt; null leaves it to the exponential back-off.</summary>
    private static TimeSpan? Delay(HttpResponseMessage? response, DateTimeOffset now)
    {
        var asked = response is null ? null : RetryAfter.Of(response, now);
        return response?.StatusCode switch
        {
            CallOutcomes.Locked => Between(LockedDelay, asked ?? LockedDelay),
            HttpStatusCode.TooManyRequests when asked is { } delay => Between(TimeSpan.Zero, delay),
            _ => null,
        };

        static TimeSpan Between(TimeSpan least, TimeSpan delay) =>
            delay < least ? least : delay < RetryAfter.LongestInvocationWait ? delay : RetryAfter.LongestInvocationWait;
    }
}
