using Azure.Data.Tables;
using Azure.Storage.Queues;
using Hosting;

namespace Cli.Tests.Drivers;

/// <summary>The published app in real processes, with storage emulator and simulated HubSpot: one for all tests.</summary>
public sealed class CliEnvironment : IAsyncLifetime
{
    private const string FindKey = "find-key";

    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Batching__IdleFlush"] = "00:00:00.02",
        ["HubSpot__MaxRetries"] = "0",
        ["HubSpot__RateLimit"] = "1000",
        ["Processing__ResumeInterval"] = "00:00:01",
        ["Processing__RefreshInterval"] = "00:00:00.5",
        ["Retry__BaseDelay"] = "00:00:01",
        ["Retry__MaxDelay"] = "00:00:02",
        ["Retry__MaxAttempts"] = "2",
        ["LocalHost__ShutdownDelay"] = "00:00:00.1",
        ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.2",
        ["KeyVault__FindKeyName"] = FindKey,
        ["DOTNET_TieredPGO"] = "0",
    };

    private FunctionAppProcess? _app;

    public CliEnvironment() => Sent = new SentUsers(this);

    /// <summary>The one that all tests share; those that a test makes for itself come later.</summary>
    public static CliEnvironment? OfAssembly { get; private set; }

    /// <summary>The users that the running test sends.</summary>
    internal SentUsers Sent { get; }

    public LocalEnvironment Local { get; private set; } = null!;

    /// <summary>Where the app is.</summary>
    public Uri Address => _app!.Address;

    /// <summary>What the app wrote.</summary>
    public IEnumerable<string> Output => _app!.Output;

    public QueueClient Queue { get; private set; } = null!;

    public QueueClient Poison { get; private set; } = null!;

    public TableServiceClient Tables { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        OfAssembly ??= this;
        Local = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions(), CancellationToken.None);
        Local.HubSpot.Settings = Local.HubSpot.Settings with { RateLimit = 0 };
        Local.KeyVault.SetSecret(FindKey, new string('k', 40));
        var queues = new QueueServiceClient(Local.Storage.ConnectionString);
        (Queue, Poison) = (queues.GetQueueClient(LocalEnvironment.QueueName), queues.GetQueueClient(LocalEnvironment.QueueName + "-poison"));
        await Queue.CreateIfNotExistsAsync();
        await Poison.CreateIfNotExistsAsync();
        Tables = new TableServiceClient(Local.Storage.ConnectionString);
        var settings = Local.AppSettings();
        foreach (var (name, value) in Settings)
        {
            settings[name] = value;
        }

        var app = await PublishedApp.MakeAsync(starting: null, CancellationToken.None);
        _app = await FunctionAppProcess.StartAsync(app, settings, port: 0, CancellationToken.None);
    }

    /// <summary>Runs a command against the app, in this process.</summary>
    internal Task<CliRun> RunAsync(params string[] args) => RunAsync(new CliRunOptions(), args);

    /// <summary>Runs a command against the app, in this process.</summary>
    internal async Task<CliRun> RunAsync(CliRunOptions how, params string[] args)
    {
        var run = await CliRun.OfAsync(how with { Url = how.Url ?? Address.AbsoluteUri, Key = how.Key ?? Local.FunctionKey }, args);
        await Sent.AddAsync(args, run);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
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
