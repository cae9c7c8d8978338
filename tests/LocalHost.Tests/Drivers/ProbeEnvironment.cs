using Azure.Storage.Queues;
using LocalHost.Tests.Drivers;
using Simulators.Azurite;

[assembly: AssemblyFixture(typeof(ProbeEnvironment))]

namespace LocalHost.Tests.Drivers;

/// <summary>One storage emulator and one host for all tests that need no host of their own; each starts with the first test that asks for it.</summary>
public sealed class ProbeEnvironment : IAsyncDisposable
{
    public const string FunctionKey = "function-key";
    public const string MasterKey = "master-key";
    public const string EverySecond = "* * * * * *";

    private readonly Lazy<Task<AzuriteServer>> _azurite = new(() => AzuriteServer.StartAsync(new AzuriteOptions()));
    private readonly Lazy<Task<HostProcess>> _host;

    public ProbeEnvironment() => _host = new(async () => await StartHostAsync((await CreateQueueAsync()).Name, ("ProbeSchedule", EverySecond)));

    /// <summary>The host that tests share. Its timer ticks every second.</summary>
    public Task<HostProcess> SharedHostAsync() => _host.Value;

    /// <summary>Makes a queue that no other test uses.</summary>
    public async Task<QueueClient> CreateQueueAsync(QueueMessageEncoding encoding = QueueMessageEncoding.None)
    {
        var queue = await OpenAsync($"probe-{Guid.NewGuid():n}", encoding);
        await queue.CreateAsync();
        return queue;
    }

    /// <summary>The queue that takes what could not be handled.</summary>
    public Task<QueueClient> OpenPoisonAsync(QueueClient queue, QueueMessageEncoding encoding = QueueMessageEncoding.None) =>
        OpenAsync($"{queue.Name}-poison", encoding);

    /// <summary>Starts a host of the test's own for the probe app.</summary>
    public async Task<HostProcess> StartHostAsync(string queue, params (string Name, string? Value)[] settings) =>
        await HostProcess.StartAsync(ProbeFolders.App, await SettingsAsync(queue, settings));

    /// <summary>Launches a host that is not expected to start.</summary>
    public async Task<HostProcess> LaunchHostAsync(string folder, int port = 0, params (string Name, string? Value)[] settings) =>
        HostProcess.Launch(folder, await SettingsAsync("probe", settings), port);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host.IsValueCreated)
        {
            await (await _host.Value).DisposeAsync();
        }

        if (_azurite.IsValueCreated)
        {
            await (await _azurite.Value).DisposeAsync();
        }
    }

    private async Task<QueueClient> OpenAsync(string name, QueueMessageEncoding encoding) =>
        new((await _azurite.Value).ConnectionString, name, new QueueClientOptions { MessageEncoding = encoding });

    private async Task<Dictionary<string, string?>> SettingsAsync(string queue, (string Name, string? Value)[] settings)
    {
        var storage = (await _azurite.Value).ConnectionString;
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ProbeStorage"] = storage,
            ["AzureWebJobsStorage"] = storage,
            ["ProbeQueue"] = queue,
            ["ProbeSchedule"] = "0 0 0 1 1 *",
            ["FunctionKeys__default"] = FunctionKey,
            ["MasterKey"] = MasterKey,
            ["LocalHost__StopWithInput"] = "true",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return all;
    }
}
