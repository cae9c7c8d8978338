using Api.Creating;
using Api.Dashboard;
using Api.Erasing;
using Api.Health;
using Api.Importing;
using Api.OpenApi;
using Api.Poison;
using Api.Queueing;
using Api.Reading;
using Api.Requests;
using Api.Retention;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using HubSpotUsers.Batching;
using HubSpotUsers.Configuration;
using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.Ledger;
using HubSpotUsers.Pausing;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using HubSpotUsers.Retention;
using HubSpotUsers.Telemetry;
using HubSpotUsers.Watching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Api;

/// <summary>Registers what handles HTTP requests.</summary>
public static class ApiServiceCollectionExtensions
{
    /// <summary>Adds what the HTTP functions need, beside the library itself.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configuration">The app's settings.</param>
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddValidatedOptions<HttpOptions, HttpOptionsValidator>(configuration, HttpOptions.SectionName);
        services.AddValidatedOptions<ImportOptions, ImportOptionsValidator>(configuration, HttpOptions.SectionName);
        services.AddSingleton<KeyTable>().AddSingleton<RequestTable>().AddSingleton<RequestOpening>().AddSingleton<UploadIndex>().AddSingleton<RequestNotices>().AddSingleton<FaultTable>();
        services.AddSingleton<BatchReader>().AddSingleton<RequestLines>().AddSingleton<UserReader>().AddSingleton<UserStream>().AddSingleton<RequestProgress>();
        services.AddSingleton<RequestUsers>().AddSingleton<DayUsers>().AddSingleton<ProgressRefresher>().AddSingleton<ProgressSweeper>();
        services.AddHostedService(static provider => provider.GetRequiredService<ProgressRefresher>());
        services.AddSingleton<RequestQueue>().AddSingleton<QueuedRequests>().AddSingleton<BodyRoom>();
        services.AddSingleton<UserBatchResponses>().AddSingleton<ImmediateRequests>();
        services.AddSingleton<UserImports>();
        services.AddSingleton<Readiness>().AddSingleton<OpenApiEndpoint>().AddSingleton<DashboardEndpoint>();
        return services.AddCreating().AddReading().AddPoison().AddErasing().AddHealth().AddRetention();
    }

    private static IServiceCollection AddCreating(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new UserBatchEndpoint(
            provider.GetRequiredService<RequestOpening>(),
            provider.GetRequiredService<ImmediateRequests>(),
            provider.GetRequiredService<QueuedRequests>(),
            provider.GetRequiredService<BodyRoom>(),
            provider.GetRequiredService<IOptions<HttpOptions>>()));
        services.AddSingleton(static provider => new UserImportEndpoint(
            provider.GetRequiredService<RequestOpening>(),
            provider.GetRequiredService<UserImports>(),
            provider.GetRequiredService<PropertyCatalogs>(),
            provider.GetRequiredService<IOptions<ImportOptions>>()));
        return services;
    }

    private static IServiceCollection AddReading(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new RequestsEndpoint(
            provider.GetRequiredService<RequestTable>(),
            provider.GetRequiredService<UploadIndex>(),
            provider.GetRequiredService<RequestProgress>(),
            provider.GetRequiredService<UserReader>(),
            provider.GetRequiredService<RequestUsers>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new BatchesEndpoint(
            provider.GetRequiredService<BatchReader>(),
            provider.GetRequiredService<UserReader>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new UsersEndpoint(
            provider.GetRequiredService<UserReader>(),
            provider.GetRequiredService<DayUsers>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new FindEndpoint(
            provider.GetRequiredService<PersonIndex>(),
            provider.GetRequiredService<UserReader>(),
            provider.GetRequiredService<IOptions<HubSpotOptions>>()));
        return services;
    }

    private static IServiceCollection AddPoison(this IServiceCollection services)
    {
        services.AddSingleton<PoisonSwitch>();
        services.AddSingleton(static provider => new PoisonEndpoint(
            provider.GetRequiredService<PoisonIndex>(),
            provider.GetRequiredService<PoisonTasks>(),
            provider.GetRequiredService<QueueServiceClient>(),
            provider.GetRequiredService<IOptions<UsersQueueOptions>>(),
            provider.GetRequiredService<PoisonSwitch>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new PoisonTasksEndpoint(
            provider.GetRequiredService<PoisonTasks>(),
            provider.GetRequiredService<PoisonSwitch>(),
            provider.GetRequiredService<BodyRoom>(),
            provider.GetRequiredService<IOptions<HttpOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static IServiceCollection AddErasing(this IServiceCollection services) => services.AddSingleton(static provider => new EraseEndpoint(
        provider.GetRequiredService<PoisonTasks>(),
        provider.GetRequiredService<PoisonSwitch>(),
        provider.GetRequiredService<PersonIndex>(),
        provider.GetRequiredService<IOptions<HubSpotOptions>>(),
        provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new HealthEndpoint(
            provider.GetRequiredService<Readiness>()));
        services.AddSingleton(static provider => new StatusEndpoint(
            provider.GetRequiredService<Backlog>(),
            provider.GetRequiredService<SendingGate>(),
            provider.GetRequiredService<IOptions<HubSpotOptions>>(),
            provider.GetRequiredService<IOptions<BatchingOptions>>()));
        services.AddTransient<Rights>();
        services.AddTransient(static provider => new RightsEndpoint(provider.GetRequiredService<Rights>()));
        services.AddSingleton(static provider => new MinuteWatch(
            provider.GetRequiredService<Backlog>(),
            provider.GetRequiredService<ProgressSweeper>(),
            provider.GetRequiredService<InstanceTable>(),
            provider.GetRequiredService<OutcomeTable>(),
            provider.GetRequiredService<DeferredTable>()));
        services.AddSingleton(static provider => new OutcomesEndpoint(
            provider.GetRequiredService<OutcomeTable>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new PauseEndpoint(
            provider.GetRequiredService<SendingGate>(),
            provider.GetRequiredService<IConfiguration>()));
        return services;
    }

    private static IServiceCollection AddRetention(this IServiceCollection services) => services
        .AddSingleton<OldRequests>()
        .AddSingleton<RetentionSteps>()
        .AddSingleton(static provider => new RecordRetention(
            provider.GetRequiredService<TableServiceClient>(),
            provider.GetRequiredService<RetentionSteps>(),
            provider.GetRequiredService<OldPoison>(),
            provider.GetRequiredService<LedgerGuard>(),
            provider.GetRequiredService<IOptions<RetentionOptions>>(),
            provider.GetRequiredService<Meters>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RecordRetention>>()));
}
