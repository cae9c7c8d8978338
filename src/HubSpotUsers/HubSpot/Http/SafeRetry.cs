using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Retry;

namespace HubSpotUsers.HubSpot.Http;

/// <summary>
/// The one place that sends a call again: only after answers that were surely not applied and that a short wait may mend.
/// </summary>
internal static class SafeRetry
{
    private const string DailyPolicy = "DAILY";

    /// <summary>Longer waits are not for a running invocation.</summary>
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    /// <summary>HubSpot asks for at least two seconds after 423 (HubSpot: Error handling).</summary>
    private static readonly TimeSpan LockedDelay = TimeSpan.FromSeconds(2);

    public static HttpRetryStrategyOptions Options(int maxRetries) => new()
    {
        MaxRetryAttempts = maxRetries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromSeconds(1),
        MaxDelay = MaxDelay,
        UseJitter = true,
        ShouldRetryAfterHeader = false,
        ShouldHandle = ShouldHandleAsync,
        DelayGenerator = arguments => ValueTask.FromResult(Delay(arguments.Outcome.Result)),
    };

    private static async ValueTask<bool> ShouldHandleAsync(RetryPredicateArguments<HttpResponseMessage> arguments)
    {
        if (arguments.Outcome.Exception is { } exception)
        {
            return exception is HttpRequestException or OperationCanceledException && CallVerdicts.Of(exception) is CallVerdict.NotApplied;
        }

        return arguments.Outcome.Result switch
        {
            { StatusCode: CallVerdicts.Locked } => true,
            { StatusCode: HttpStatusCode.TooManyRequests } response => !await IsDailyAsync(response, arguments.Context.CancellationToken),
            _ => false,
        };
    }

    /// <summary>The day's limit ends at midnight; waiting seconds for it would only cost calls.</summary>
    private static async ValueTask<bool> IsDailyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        return body.Contains($"\"{DailyPolicy}\"", StringComparison.Ordinal);
    }

    /// <summary>How long to wait before the next attempt; null leaves it to the exponential back-off.</summary>
    private static TimeSpan? Delay(HttpResponseMessage? response)
    {
        var asked = response?.Headers.RetryAfter?.Delta;
        return response?.StatusCode switch
        {
            CallVerdicts.Locked => Max(asked ?? LockedDelay, LockedDelay),
            HttpStatusCode.TooManyRequests when asked is { } delay => Max(delay, TimeSpan.Zero),
            _ => null,
        };

        static TimeSpan Max(TimeSpan delay, TimeSpan least)
        {
            var atLeast = delay > least ? delay : least;
            return atLeast < MaxDelay ? atLeast : MaxDelay;
        }
    }
}
