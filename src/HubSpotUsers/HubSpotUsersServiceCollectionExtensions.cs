using Azure.Core;
using Azure.Identity;
using HubSpotUsers.Batching;
using HubSpotUsers.Configuration;
using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Pipeline;
using HubSpotUsers.Ledger;
using HubSpotUsers.Limits;
using HubSpotUsers.Notices;
using HubSpotUsers.Pausing;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using HubSpotUsers.Retention;
using HubSpotUsers.Secrets;
using HubSpotUsers.Sending;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using HubSpotUsers.Watching;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers;

/// <summary>Registers the library.</summary>
public static class HubSpotUsersServiceCollectionExtensions
{
    /// <summary>Adds everything the functions need. Settings are checked when the host starts, and every fault is named.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configuration">The app's settings.</param>
    public static IServiceCollection AddHubSpotUsers(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<TokenCredential>(static _ => new DefaultAzureCredential());
        services.AddMetrics().AddSingleton<Meters>().AddSingleton<OutcomeSlots>().AddSingleton<DeferredSlots>().AddUsersStorage(configuration).AddHubSpotToken(configuration).AddHubSpotClient(configuration);

        services.AddValidatedOptions<BatchingOptions, BatchingOptionsValidator>(configuration, BatchingOptions.SectionName);
        services.AddSingleton(provider => new AdaptiveConcurrencyLimiter(
            ConcurrencyLimits.Of(provider.GetRequiredService<IOptions<BatchingOptions>>().Value.MaxConcurrentBatches),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Meters>()));
        services.AddValidatedOptions<ProcessingOptions, ProcessingOptionsValidator>(configuration, ProcessingOptions.SectionName);
        services.AddSingleton<ControlTable>().AddSingleton<SendingGate>().AddSingleton<AccountDay>().AddSingleton<ErrorGuard>();
        services.AddValidatedOptions<LedgerOptions, LedgerOptionsValidator>(configuration, LedgerOptions.SectionName);
        services.AddSingleton<IntentTable>().AddSingleton<UserTable>().AddSingleton<UserClaims>().AddSingleton<TallyTable>().AddSingleton<PersonIndex>().AddSingleton<BatchTable>().AddSingleton<UncalledUsers>().AddSingleton<LedgerCheck>();
        services.AddSingleton<ErasedUsers>().AddSingleton<UserPlaces>().AddSingleton<UserErasure>().AddSingleton<PersonRows>().AddSingleton<PersonErasure>();
        services.AddSingleton<CallRecords>().AddSingleton<Refusals>().AddSingleton<DryRun>().AddSingleton<BatchProcessor>().AddSingleton<UserBatcher>().AddSingleton<UserIntake>();
        services.AddHostedService(static provider => provider.GetRequiredService<UserBatcher>());
        services.AddHostedService<IntentSweeper>();
        services.AddSingleton<QueueMeasurer>().AddSingleton<InstanceTable>().AddSingleton<Backlog>().AddSingleton<InstanceReporter>();
        services.AddHostedService(static provider => provider.GetRequiredService<InstanceReporter>());
        services.AddSingleton<OutcomeTable>().AddSingleton<DeferredTable>().AddSingleton<CountReporter>();
        services.AddHostedService(static provider => provider.GetRequiredService<CountReporter>());

        services.AddNotices(configuration);
        services.AddSingleton<IValidateOptions<UsersQueueOptions>, UsersQueueOptionsValidator>();
        services.AddOptions<UsersQueueOptions>().Configure(options => options.Name = configuration[UsersQueueOptions.SettingName]).ValidateOnStart();
        services.AddValidatedOptions<DeferralOptions, DeferralOptionsValidator>(configuration, DeferralOptions.SectionName);
        services.AddValidatedOptions<PoisonOptions, PoisonOptionsValidator>(configuration, PoisonOptions.SectionName);
        services.AddSingleton<PoisonIndex>().AddSingleton<PoisonQueue>().AddSingleton<DeferralQueue>().AddSingleton<InputPoisoning>().AddSingleton<InputDeferral>().AddSingleton<UnfinishedInputs>().AddSingleton<EventMessages>();
        services.AddSingleton<PersonMatch>().AddSingleton<ErasedInputs>();
        services.AddSingleton<TaskQueue>().AddSingleton<HeldMessages>().AddSingleton<PauseWatch>();
        services.AddSingleton<PoisonTasks>().AddSingleton<PoisonLease>().AddSingleton<RedrivenSources>().AddSingleton<RedriveQueue>().AddSingleton<PoisonRest>().AddSingleton<PoisonActions>().AddSingleton<PoisonMessageHandler>().AddSingleton<PoisonTaskRunner>();
        services.AddSingleton<PoisonErasure>().AddSingleton<ErasureRunner>();
        services.AddSingleton(static provider => new TaskMessageHandler(
            provider.GetRequiredService<PoisonTaskRunner>(),
            provider.GetRequiredService<PauseWatch>(),
            provider.GetRequiredService<IOptions<PoisonOptions>>(),
            provider.GetRequiredService<ILogger<TaskMessageHandler>>()));
        services.AddValidatedOptions<RetentionOptions, RetentionOptionsValidator>(configuration, RetentionOptions.SectionName);
        services.AddSingleton<LedgerGuard>().AddSingleton<OldPoison>().AddSingleton<OldRecords>();
        services.AddSingleton<IntakeLimiter>();
        services.AddSingleton(static provider => new UserMessageHandler(
            provider.GetRequiredService<IntakeLimiter>(),
            provider.GetRequiredService<UserIntake>(),
            provider.GetRequiredService<UnfinishedInputs>(),
            provider.GetRequiredService<EventMessages>(),
            provider.GetRequiredService<ErasedInputs>(),
            provider.GetRequiredService<TallyTable>(),
            provider.GetRequiredService<IOptions<UsersQueueOptions>>(),
            provider.GetRequiredService<IOptions<LedgerOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Meters>(),
            provider.GetRequiredService<ILogger<UserMessageHandler>>()));

        return services;
    }
}
