using System.Net;
using HubSpotUsers.HubSpot.Responses;
using HubSpotUsers.Limits;
using HubSpotUsers.Pausing;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>Lets no request out without a permit of HubSpot's limit, nor while nothing may be sent, and reads the limit from every response.</summary>
/// <param name="limiter">The limit.</param>
/// <param name="gate">Whether anything is sent.</param>
internal sealed class RateLimitHandler(SharedRateLimiter limiter, SendingGate gate, TimeProvider time) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<Action> Leaving = new(nameof(Leaving));
    private static readonly HttpRequestOptionsKey<bool> Left = new(nameof(Left));

    /// <summary>Has <paramref name="action"/> called once <paramref name="request"/> has its permit, at every attempt.</summary>
    public static void OnLeaving(HttpRequestMessage request, Action action) => request.Options.Set(Leaving, action);

    /// <summary>Whether <paramref name="request"/> may have reached HubSpot, in an attempt that was not certainly refused.</summary>
    public static bool HasLeft(HttpRequestMessage request) => request.Options.TryGetValue(Left, out var left) && left;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var permit = await WaitForPermitAsync(cancellationToken);
        if (gate.Current is { } pause)
        {
            throw new SendingPausedException(pause);
        }

        if (request.Options.TryGetValue(Leaving, out var leaving))
        {
            leaving();
        }

        if (request.Content is CallContent content)
        {
            content.Leaving = () => limiter.Left(permit);
        }

        var sentAt = time.GetTimestamp();
        var response = await LeaveAsync(request, cancellationToken);
        request.Options.Set(Left, response.IsSuccessStatusCode || CallOutcomes.Of(response.StatusCode) is CallOutcome.Ambiguous);
        if (RateLimitHeaders.Of(response.Headers) is { } headers)
        {
            limiter.Observe(sentAt, headers, response.StatusCode is HttpStatusCode.TooManyRequests);
        }

        return response;
    }

    /// <summary>Sends a request that counts as having left, unless it certainly did not get there.</summary>
    private async Task<HttpResponseMessage> LeaveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.Set(Left, value: true);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        catch (Exception exception) when (CallOutcomes.Of(exception) is CallOutcome.NotApplied)
        {
            request.Options.Set(Left, value: false);
            throw;
        }
    }

    private async Task<PermitLease> WaitForPermitAsync(CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, gate.Closing);
        try
        {
            return (PermitLease)await limiter.AcquireAsync(permitCount: 1, waiting.Token);
        }
        catch (OperationCanceledException) when (gate.Current is { } pause && !cancellationToken.IsCancellationRequested)
        {
            throw new SendingPausedException(pause);
        }
    }
}
