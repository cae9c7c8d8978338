using Azure.Data.Tables;
using Azure.Storage.Queues;
using Hosting;
using Simulators.HubSpot;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>An environment of fault tests' own, with a proxy in front of its storage; each test finds it empty.</summary>
public sealed class FaultEnvironment : IAsyncLifetime
{
    private HubSpotSettings _settings = null!;

    public LocalEnvironment Local { get; private set; } = null!;

    public StorageProxy Storage { get; private set; } = null!;

    public HubSpotSimulator HubSpot => Local.HubSpot;

    public async ValueTask InitializeAsync()
    {
        Local = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions(), CancellationToken.None);
        Storage = await StorageProxy.StartAsync(Local.Storage);
        _settings = HubSpot.Settings;
    }

    /// <summary>Forgets everything that was before.</summary>
    public async Task ResetAsync()
    {
        Storage.Clear();
        HubSpot.Reset();
        HubSpot.Settings = _settings;
        var tables = new TableServiceClient(Local.Storage.ConnectionString);
        await foreach (var table in tables.QueryAsync())
        {
            await tables.DeleteTableAsync(table.Name);
        }

        var queues = new QueueServiceClient(Local.Storage.ConnectionString);
        await foreach (var queue in queues.GetQueuesAsync())
        {
            await queues.DeleteQueueAsync(queue.Name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        await Local.DisposeAsync();
    }
}
