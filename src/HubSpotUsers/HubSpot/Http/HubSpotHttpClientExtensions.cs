using System.Threading.RateLimiting;
using HubSpotUsers.Configuration;
using HubSpotUsers.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;

namespace HubSpotUsers.HubSpot.Http;

/// <summary>
/// Builds the HubSpot client. From the outside in: safe retries, the token (once more after a 401), a permit for each request
/// that leaves, the time-out of one attempt, the whole answer.
/// </summary>
internal static class HubSpotHttpClientExtensions
{
    private static readonly TimeSpan RateLimitWindow = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddHubSpotClient(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<HubSpotOptions, HubSpotOptionsValidator>(configuration, HubSpotOptions.SectionName);
        services.AddSingleton<RateLimiter>(provider => new PacedRateLimiter(
            provider.GetRequiredService<IOptions<HubSpotOptions>>().Value.RateLimit,
            RateLimitWindow,
            provider.GetRequiredService<TimeProvider>()));
        services.AddTransient<BearerTokenHandler>().AddTransient<RateLimitHandler>().AddTransient<WholeAnswerHandler>();

        var builder = services.AddHttpClient<HubSpotUsersClient>(static (provider, client) =>
        {
            client.BaseAddress = new Uri(provider.GetRequiredService<IOptions<HubSpotOptions>>().Value.BaseAddress!.AbsoluteUri.TrimEnd('/') + "/");
            client.Timeout = Timeout.InfiniteTimeSpan;
        });

        // The handler itself replaces its connections, so the factory need not.
        builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan).UseSocketsHttpHandler(static (handler, _) =>
        {
            handler.AllowAutoRedirect = false;
            handler.ConnectTimeout = TimeSpan.FromSeconds(10);
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);

            // A connection that HubSpot closes just as a POST leaves makes its outcome unknown; idle ones are the ones it closes.
            handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15);
            handler.UseCookies = false;
        });
        builder.AddResilienceHandler("retry", static (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            var retries = context.ServiceProvider.GetRequiredService<IOptions<HubSpotOptions>>().Value.MaxRetries;
            if (retries > 0)
            {
                pipeline.AddRetry(SafeRetry.Options(retries));
            }
        });
        builder.AddHttpMessageHandler<BearerTokenHandler>();
        builder.AddHttpMessageHandler<RateLimitHandler>();
        builder.AddResilienceHandler("attempt", static (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddTimeout(context.ServiceProvider.GetRequiredService<IOptions<HubSpotOptions>>().Value.RequestTimeout);
        });
        builder.AddHttpMessageHandler<WholeAnswerHandler>();
        return services;
    }
}
