using Azure.Core;
using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Queues;
using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Model;

/// <summary>A process of the app: the real library over the world's storage and HubSpot, until it is killed.</summary>
internal sealed class ModelProcess
{
    /// <summary>
    /// How wrong a clock may be. Those of two processes then differ by less than a fifth of an intent's lifetime, which the ledger stands.
    /// </summary>
    private static readonly TimeSpan MaxSkew = TimeSpan.FromSeconds(3.5);

    private readonly ServiceProvider _services;
    private readonly TimeProvider _time;

    public ModelProcess(World world)
    {
        Fate = new Fate(world);
        _time = new SkewedTime(world.Time, MaxSkew * ((world.Random.NextDouble() * 2) - 1));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(_time);
        services.AddSingleton(new Random(world.Random.Next()));
        services.AddSingleton<TokenCredential>(new NoCredential());
        services.AddHubSpotUsers(Settings.Of(world.Settings));
        services.Replace(ServiceDescriptor.Singleton<SecretClient>(new FakeSecretClient()));
        services.Replace(ServiceDescriptor.Singleton<TableServiceClient>(new MortalTableServiceClient(world.Tables, Fate)));
        services.Replace(ServiceDescriptor.Singleton<QueueServiceClient>(new MortalQueueServiceClient(world, Fate)));
        services.AddHttpClient(nameof(HubSpotUsersClient)).ConfigurePrimaryHttpMessageHandler(() => new MortalHubSpot(world.HubSpot, Fate));
        _services = services.BuildServiceProvider();
        Handler = _services.GetRequiredService<UserMessageHandler>();
        Tasks = _services.GetRequiredService<TaskMessageHandler>();
    }

    /// <summary>Whether it lives, and what goes wrong for it.</summary>
    public Fate Fate { get; }

    public UserMessageHandler Handler { get; }

    public TaskMessageHandler Tasks { get; }

    public Task StartAsync() => _services.GetRequiredService<UserBatcher>().StartAsync(CancellationToken.None);

    /// <summary>Has a person's decision carried out: whatever is in the poison queue is sent back.</summary>
    public Task RedriveAsync(bool isAboutDoubtful) => _services.GetRequiredService<PoisonTasks>().BeginAsync(new PoisonTask
    {
        Id = Guid.CreateVersion7(_time.GetUtcNow()).ToString("N"),
        Kind = PoisonTaskKind.Redrive,
        Filter = new PoisonFilter(),
        DecidedAt = _time.GetUtcNow(),
        IsAboutDoubtful = isAboutDoubtful,
    });

    public Task SweepAsync() => _services.GetServices<IHostedService>().OfType<IntentSweeper>().Single().SweepAsync();
}
