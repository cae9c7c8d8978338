using System.Collections.Concurrent;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Functions.Tests.EndToEnd;
using Functions.Tests.EndToEnd.Drivers;
using Hosting;
using Simulators.Telemetry;

[assembly: AssemblyFixture(typeof(AppFixture))]

namespace Functions.Tests.EndToEnd;

/// <summary>
/// What all end-to-end tests share: the environment and one function app, started by the first test that asks for them.
/// It keeps the output of every app, so that a test can look through all of it.
/// </summary>
public sealed class AppFixture : IAsyncDisposable
{
    private readonly ConcurrentQueue<FunctionAppProcess> _apps = new();
    private readonly Lazy<Task> _start;
    private FunctionAppProcess? _app;

    public AppFixture() => _start = new Lazy<Task>(StartOnceAsync);

    public LocalEnvironment Environment { get; private set; } = null!;

    /// <summary>What all apps have traced, measured and logged.</summary>
    public OtlpCollector Telemetry { get; private set; } = null!;

    public HubSpotDriver HubSpot { get; private set; } = null!;

    public TableDriver Tables { get; private set; } = null!;

    public QueueDriver Queue { get; private set; } = null!;

    public HttpDriver Http { get; private set; } = null!;

    /// <summary>What all apps have written so far.</summary>
    public IEnumerable<string> Output => _apps.SelectMany(app => app.Output);

    public Task StartAsync() => _start.Value;

    /// <summary>Starts another app, for its caller to end.</summary>
    /// <param name="settings">What differs from the settings of the shared one.</param>
    public async Task<FunctionAppProcess> StartAppAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var all = Environment.AppSettings();
        all["Telemetry__SamplingRatio"] = "1";
        all["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01";
        foreach (var (name, value) in Telemetry.Environment.Concat(settings))
        {
            all[name] = value;
        }

        var app = await TheApp.StartAsync(all);
        _apps.Enqueue(app);
        return app;
    }

    /// <summary>A driver of another queue of the same account.</summary>
    public QueueDriver QueueNamed(string name) => new(new QueueServiceClient(Environment.Storage.ConnectionString), name);

    public async ValueTask DisposeAsync()
    {
        if (!_start.IsValueCreated)
        {
            return;
        }

        Http?.Dispose();
        Queue?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (Environment is not null)
        {
            await Environment.DisposeAsync();
        }

        if (Telemetry is not null)
        {
            await Telemetry.DisposeAsync();
        }
    }

    private async Task StartOnceAsync()
    {
        Environment = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions(), CancellationToken.None);
        Telemetry = await OtlpCollector.StartAsync();
        HubSpot = new HubSpotDriver(Environment.HubSpot);
        Tables = new TableDriver(new TableServiceClient(Environment.Storage.ConnectionString));
        Queue = QueueNamed(LocalEnvironment.QueueName);
        await Queue.CreateAsync();
        _app = await StartAppAsync([]);
        Http = new HttpDriver(_app.Address, Environment.FunctionKey);
    }
}
