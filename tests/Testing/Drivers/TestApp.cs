using Api;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Queues;
using HubSpotUsers;
using HubSpotUsers.Batching;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Notices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Testing.Fakes;

namespace Testing.Drivers;

/// <summary>The library as the app registers it, with stand-ins for everything beyond the process and a clock of its own.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestApp(params (string Name, string Value)[] settings)
    {
        HubSpot = new StubHubSpot(Time, Steps);
        Webhook = new StubWebhook(Time);
        Tables = new FakeTableServiceClient(Steps);
        Queues = new FakeQueueServiceClient(Time, Steps);
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log));
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton(new Random(7));
        services.AddSingleton<TokenCredential>(new NoCredential());
        services.AddHubSpotUsers(Settings.Of(settings)).AddApi(Settings.Of(settings));
        services.Replace(ServiceDescriptor.Singleton<SecretClient>(Vault));
        services.Replace(ServiceDescriptor.Singleton<TableServiceClient>(Tables));
        services.Replace(ServiceDescriptor.Singleton<QueueServiceClient>(Queues));
        services.AddHttpClient(nameof(HubSpotUsersClient)).ConfigurePrimaryHttpMessageHandler(() => HubSpot);
        services.AddHttpClient(nameof(TokenScopes)).ConfigurePrimaryHttpMessageHandler(() => HubSpot);
        services.AddHttpClient(nameof(WebhookClient)).ConfigurePrimaryHttpMessageHandler(() => Webhook);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public VirtualTime Time { get; } = new();

    /// <summary>What the app did to tables, queues and HubSpot, in order.</summary>
    public Steps Steps { get; } = new();

    public FakeSecretClient Vault { get; } = new();

    public FakeTableServiceClient Tables { get; }

    public FakeQueueServiceClient Queues { get; }

    public CapturedLog Log { get; } = new();

    public StubHubSpot HubSpot { get; }

    public StubWebhook Webhook { get; }

    public IServiceProvider Services => _services;

    public UserBatcher Batcher => Get<UserBatcher>();

    public HubSpotUsersClient Client => Get<HubSpotUsersClient>();

    /// <summary>An app whose batcher runs.</summary>
    public static async Task<TestApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var app = new TestApp(settings);
        await app.Batcher.StartAsync(CancellationToken.None);
        return app;
    }

    /// <summary>An app whose account has a property that tells users apart.</summary>
    public static Task<TestApp> StartReconcilingAsync(params (string Name, string Value)[] settings) =>
        StartAsync([("HubSpot:UniqueProperty", "hs_email"), .. settings]);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Lets a task come to its end in virtual time.</summary>
    public Task<T> EndAsync<T>(Task<T> task) => Eventually.EndAsync(task, Time);

    /// <summary>Lets a task come to its end, however long it takes.</summary>
    public Task<T> EndLateAsync<T>(Task<T> task) => Eventually.EndAsync(task, Time, TimeSpan.FromMinutes(20));

    public async Task EndAsync(Task task) => await Eventually.EndAsync(WithResultAsync(task), Time);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Assert.Empty(HubSpot.Unexpected);
    }

    private static async Task<bool> WithResultAsync(Task task)
    {
        await task;
        return true;
    }
}
