using Azure.Data.Tables;
using Azure.Storage.Queues;
using Functions.Tests.EndToEnd.Drivers;
using Hosting;

namespace Functions.Tests.Api.Drivers;

/// <summary>An environment of the API tests' own, whose HubSpot they may have fail, and an app in it.</summary>
public sealed class ApiEnvironment : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Batching__IdleFlush"] = "00:00:00.02",
        ["Http__MaxWait"] = "00:00:10",
        ["HubSpot__MaxRetries"] = "0",
        ["Retry__BaseDelay"] = "00:00:01",
        ["Retry__MaxDelay"] = "00:00:02",
        ["HubSpot__RateLimit"] = "1000",
        ["HubSpot__ReconcileDelay"] = "00:00:00.5",
        ["Ledger__IntentLifetime"] = "00:00:10",
        ["Ledger__SweepInterval"] = "00:00:01",
        ["LocalHost__ShutdownDelay"] = "00:00:00.1",
        ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2",
    };

    private FunctionAppProcess? _app;

    /// <summary>What differs from these settings.</summary>
    public Dictionary<string, string> Changes { get; } = new(StringComparer.Ordinal);

    public LocalEnvironment Local { get; private set; } = null!;

    public FunctionAppProcess App => _app!;

    public ApiDriver Api { get; private set; } = null!;

    public HubSpotDriver HubSpot { get; private set; } = null!;

    public TableDriver Tables { get; private set; } = null!;

    public QueueDriver Queue { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Local = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions(), CancellationToken.None);
        Local.HubSpot.Settings = Local.HubSpot.Settings with { RateLimit = 0 };
        HubSpot = new HubSpotDriver(Local.HubSpot);
        Tables = new TableDriver(new TableServiceClient(Local.Storage.ConnectionString));
        Queue = new QueueDriver(new QueueServiceClient(Local.Storage.ConnectionString), LocalEnvironment.QueueName);
        await Queue.CreateAsync();
        await StartAsync();
    }

    /// <summary>Starts the app.</summary>
    public async Task StartAsync()
    {
        _app = await StartAppAsync(Changes);
        Api?.Dispose();
        Api = new ApiDriver(_app.Address, Local.FunctionKey);
    }

    /// <summary>Ends the app as its platform does, so that it finishes what it does and reports what it counted, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await App.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Starts another app, for its caller to end.</summary>
    public Task<FunctionAppProcess> StartAppAsync(params IEnumerable<KeyValuePair<string, string>> changes)
    {
        var settings = Local.AppSettings();
        foreach (var (name, value) in Settings.Concat(changes))
        {
            settings[name] = value;
        }

        return TheApp.StartAsync(settings);
    }

    /// <summary>Waits until no message is on the queue and no call is meant, sent or in doubt.</summary>
    public Task WaitUntilIdleAsync() => Eventually.SeesAsync(
        "an idle app",
        async () => (Messages: await Queue.CountAsync(), Intents: await Tables.CountIntentsAsync()),
        left => left is (0, 0));

    public async ValueTask DisposeAsync()
    {
        Api?.Dispose();
        Queue?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (Local is not null)
        {
            await Local.DisposeAsync();
        }
    }
}
