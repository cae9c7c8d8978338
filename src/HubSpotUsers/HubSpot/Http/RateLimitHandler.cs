using System.Threading.RateLimiting;

namespace HubSpotUsers.HubSpot.Http;

/// <summary>Lets no request out without a permit of HubSpot's limit: the one its sender already holds, or else a new one.</summary>
/// <param name="limiter">The limit.</param>
internal sealed class RateLimitHandler(RateLimiter limiter) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<bool> HoldsPermit = new(nameof(HoldsPermit));
    private static readonly HttpRequestOptionsKey<bool> Left = new(nameof(Left));

    /// <summary>Says that the sender of <paramref name="request"/> holds a permit; it is good for one attempt.</summary>
    public static void GivePermit(HttpRequestMessage request) => request.Options.Set(HoldsPermit, value: true);

    /// <summary>Whether <paramref name="request"/> may have reached HubSpot, in an attempt that was not surely refused.</summary>
    public static bool HasLeft(HttpRequestMessage request) => request.Options.TryGetValue(Left, out var left) && left;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(HoldsPermit, out var holds) && holds)
        {
            request.Options.Set(HoldsPermit, value: false);
            return await LeaveAsync(request, cancellationToken);
        }

        using var permit = await limiter.AcquireAsync(permitCount: 1, cancellationToken);
        return await LeaveAsync(request, cancellationToken);
    }

    private async Task<HttpResponseMessage> LeaveAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.Set(Left, value: true);
        var response = await base.SendAsync(request, cancellationToken);
        request.Options.Set(Left, response.IsSuccessStatusCode || CallVerdicts.Of(response.StatusCode) is CallVerdict.Ambiguous);
        return response;
    }
}
