using System.Net;
using Azure.Data.Tables;
using HubSpotUsers.Configuration;
using HubSpotUsers.HubSpot.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Timeout;

namespace HubSpotUsers.Notices;

/// <summary>Registers notices and the client that posts them.</summary>
internal static class NoticesServiceCollectionExtensions
{
    private const int MaxRetries = 2;

    /// <summary>Three attempts and two waits are less than the rest of the minute in which a run ends.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(4);

    public static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<NotifyOptions, NotifyOptionsValidator>(configuration, NotifyOptions.SectionName);
        services.AddSingleton<AppLinks>().AddSingleton<NoticeTable>().AddSingleton<PauseNotices>().AddSingleton<PoisonNotices>().AddSingleton<NoticeSender>();
        services.AddSingleton(static provider => new NoticeWatch(
            provider.GetRequiredService<TableServiceClient>(),
            provider.GetRequiredService<NoticeTable>(),
            provider.GetRequiredService<PauseNotices>(),
            provider.GetRequiredService<PoisonNotices>(),
            provider.GetRequiredService<NoticeSender>(),
            provider.GetRequiredService<IOptions<NotifyOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<NoticeWatch>>()));

        // The address is a secret: the factory's loggers write it, and so would the spans of the handler and the headers that continue them.
        var builder = services.AddHttpClient<WebhookClient>(static client => client.Timeout = Timeout.InfiniteTimeSpan).RemoveAllLoggers();
        builder.SetHandlerLifetime(Timeout.InfiniteTimeSpan).UseSocketsHttpHandler(static (handler, _) =>
        {
            handler.ActivityHeadersPropagator = null;
            handler.AllowAutoRedirect = false;
            handler.ConnectTimeout = AttemptTimeout;
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
            handler.MaxResponseDrainSize = 64 * 1024;
            handler.UseCookies = false;
        });
        builder.AddResilienceHandler("notices", static (pipeline, context) =>
        {
            pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
            pipeline.AddRetry(Retry(pipeline.TimeProvider)).AddTimeout(AttemptTimeout);
        });
        return services;
    }

    private static HttpRetryStrategyOptions Retry(TimeProvider time) => new()
    {
        MaxRetryAttempts = MaxRetries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = FirstDelay,
        MaxDelay = MaxDelay,
        UseJitter = true,
        ShouldRetryAfterHeader = false,
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
        {
            { Exception: HttpRequestException or TimeoutRejectedException } => true,
            { Result: { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } response } =>
                !(RetryAfter.Of(response, time.GetUtcNow()) > MaxDelay),
            _ => false,
        }),
        DelayGenerator = arguments => ValueTask.FromResult(arguments.Outcome.Result is { } response ? RetryAfter.Of(response, time.GetUtcNow()) : null),
    };
}
