using System.Net;
using HubSpotUsers.HubSpot.Responses;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.Timeout;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Stops calling HubSpot while most calls fail: an outage is no reason to leave thousands of users in doubt.</summary>
internal static class OutageBreaker
{
    private const int MaxDoublings = 4;

    public static HttpCircuitBreakerStrategyOptions Options(TimeSpan breakDuration) => new()
    {
        FailureRatio = 0.5,
        MinimumThroughput = 10,
        SamplingDuration = TimeSpan.FromSeconds(30),
        BreakDurationGenerator = arguments =>
            ValueTask.FromResult(breakDuration * Math.Pow(2, Math.Min(arguments.HalfOpenAttempts, MaxDoublings))),
        ShouldHandle = static arguments => ValueTask.FromResult(IsFailure(arguments.Outcome)),
    };

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or TimeoutRejectedException } => true,
        { Exception: OperationCanceledException { InnerException: TimeoutException } } => true,
        { Result.StatusCode: >= HttpStatusCode.InternalServerError } => true,
        { Result: { IsSuccessStatusCode: false } response } => CallOutcomes.Of(response) is CallOutcome.Ambiguous,
        _ => false,
    };
}
