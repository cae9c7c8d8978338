using System.Threading.RateLimiting;
using HubSpotUsers.Configuration;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.Limits;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;

namespace HubSpotUsers.HubSpot.Pipeline;

/// <summary>
/// Builds the HubSpot client. From the outside in: safe retries, the breaker for outages, pauses, the token (once more after
/// a 401), a permit for each request that leaves, what each response reports, the time-out of one attempt, the whole response.
/// </summary>
internal static class HubSpotHttpClientExtensions
{
    private static readonly TimeSpan RateLimitWindow = TimeSpan.FromSeconds(HubSpotOptions.RateLimitSeconds);

    public static IServiceCollection AddHubSpotClient(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<HubSpotOptions, HubSpotOptionsValidator>(configuration, HubSpotOptions.SectionName);
        services.AddSingleton(provider => new RateWindowRules(provider.GetRequiredService<IOptions<HubSpotOptions>>().Value.RateLimit, RateLimitWindow));
        services.AddSingleton<ServerClock>().AddSingleton<RateWindowTable>().AddSingleton<SharedRateLimiter>().AddSingleton<PauseRules>();
        services.AddSingleton<PropertyCatalogs>();
        services.AddSingleton<RateLimiter>(static provider => provider.GetRequiredService<SharedRateLimiter>());
        services.AddTransient<PauseHandler>().AddTransient<BearerTokenHandler>().AddTransient<RateLimitHandler>();
        services.AddTransient<CallMonitorHandler>().AddTransient<WholeResponseHandler>();

        var builder = services.AddHttpClient<HubSpotUsersClient>(Address);

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
            var options = context.ServiceProvider.GetRequiredService<IOptions<HubSpotOptions>>().Value;
            if (options.MaxRetries > 0)
            {
                pipeline.AddRetry(HubSpotRetry.Options(options.MaxRetries, pipeline.TimeProvider));
            }

            pipeline.AddCircuitBreaker(OutageBreaker.Options(options.BreakDuration));
        });
        builder.AddHttpMessageHandler<PauseHandler>();
        builder.AddHttpMessageHandler<BearerTokenHandler>();
        builder.AddHttpMessageHandler<RateLimitHandler>();
        builder.AddHttpMessageHandler<CallMonitorHandler>();
        builder.AddResilienceHandler("attempt", static (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddTimeout(context.ServiceProvider.GetRequiredService<IOptions<HubSpotOptions>>().Value.RequestTimeout);
        });
        builder.AddHttpMessageHandler<WholeResponseHandler>();

        // What HubSpot says of the token is no sign of how calls of users fare, so it neither stops sending nor counts as their error.
        services.AddHttpClient<TokenScopes>(Address)
            .UseSocketsHttpHandler(static (handler, _) => (handler.AllowAutoRedirect, handler.UseCookies) = (false, false))
            .AddHttpMessageHandler<RateLimitHandler>()
            .AddHttpMessageHandler<WholeResponseHandler>();
        return services;
    }

    private static void Address(IServiceProvider provider, HttpClient client)
    {
        client.BaseAddress = new Uri(provider.GetRequiredService<IOptions<HubSpotOptions>>().Value.BaseAddress!.AbsoluteUri.TrimEnd('/') + "/");
        client.Timeout = Timeout.InfiniteTimeSpan;
    }
}
