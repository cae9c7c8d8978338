using System.Net;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Limits;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Watches every attempt: for the metrics, for the number of batches in flight, and for the share of errors in a day.</summary>
/// <param name="concurrency">Follows latency and overload.</param>
/// <param name="errors">Counts errors.</param>
/// <param name="meters">Counts calls.</param>
internal sealed class CallMonitorHandler(AdaptiveConcurrencyLimiter concurrency, ErrorGuard errors, Meters meters, TimeProvider time) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<int> Sent = new(nameof(Sent));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        using var span = Spans.StartAttempt(request, Resends(request));
        var operation = request.RequestUri?.Segments[^1] ?? string.Empty;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            var duration = time.GetElapsedTime(startedAt);
            meters.Call(operation, response.StatusCode, duration);
            Spans.End(span, response, CorrelationId.Of(response));
            concurrency.Observe(duration, IsOverload(response.StatusCode));
            await errors.RecordAsync(isError: !response.IsSuccessStatusCode);
            return response;
        }
        catch (Exception exception)
        {
            var duration = time.GetElapsedTime(startedAt);
            Spans.Fail(span, exception.GetType().Name);
            meters.Call(operation, status: null, duration);
            concurrency.Observe(duration, isOverload: true);
            throw;
        }
    }

    /// <summary>How often the request was sent before, as the request itself remembers it.</summary>
    private static int Resends(HttpRequestMessage request)
    {
        var resends = request.Options.TryGetValue(Sent, out var sent) ? sent : 0;
        request.Options.Set(Sent, resends + 1);
        return resends;
    }

    private static bool IsOverload(HttpStatusCode status) => status is CallOutcomes.Locked or >= HttpStatusCode.InternalServerError;
}
