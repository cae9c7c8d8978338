using System.Threading.RateLimiting;

namespace HubSpotUsers.HubSpot.Http;

/// <summary>Lets no request out without a permit of HubSpot's limit: the one its sender already holds, or else a new one.</summary>
/// <param name="limiter">The limit.</param>
internal sealed class RateLimitHandler(RateLimiter limiter) : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<bool> HoldsPermit = new(nameof(HoldsPermit));

    /// <summary>Says that the sender of <paramref name="request"/> holds a permit; it is good for one attempt.</summary>
    public static void GivePermit(HttpRequestMessage request) => request.Options.Set(HoldsPermit, value: true);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(HoldsPermit, out var holds) && holds)
        {
            request.Options.Set(HoldsPermit, value: false);
            return await base.SendAsync(request, cancellationToken);
        }

        using var permit = await limiter.AcquireAsync(permitCount: 1, cancellationToken);
        return await base.SendAsync(request, cancellationToken);
    }
}
