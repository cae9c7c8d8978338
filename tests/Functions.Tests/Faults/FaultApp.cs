using Hosting;
using Simulators.HubSpot;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>An environment with one process, for many cases one after the other.</summary>
public abstract class FaultApp : IAsyncLifetime
{
    private readonly FaultEnvironment _environment = new();
    private HubSpotSettings _settings = null!;

    public FaultRun Run { get; private set; } = null!;

    /// <summary>The process that runs now.</summary>
    public FunctionAppProcess Process { get; private set; } = null!;

    public HubSpotSimulator HubSpot => _environment.HubSpot;

    public StorageProxy Storage => _environment.Storage;

    public async ValueTask InitializeAsync()
    {
        await _environment.InitializeAsync();
        Run = await FaultRun.PrepareAsync(_environment);
        Configure(Run);
        _settings = HubSpot.Settings;
        await StartAsync();
    }

    /// <summary>Starts a process that goes on with the same queue.</summary>
    public async Task StartAsync() => Process = await Run.StartAppAsync();

    /// <summary>Begins a case.</summary>
    public FaultRun Begin()
    {
        Run.BeginCase();
        HubSpot.Settings = _settings;
        return Run;
    }

    /// <summary>Has the process receive nothing until the point is released, so that it finds all messages waiting, as at its start.</summary>
    public async Task<StoragePoint> HoldReceivesAsync()
    {
        var point = Storage.Add(new StorageRule(StorageOperation.ReceiveMessages, Run.Queue.Name, StorageFault.HeldBefore) { Times = int.MaxValue });
        await point.ReachedAsync();
        return point;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Run.DisposeAsync();
        await _environment.DisposeAsync();
    }

    /// <summary>Sets what differs from the short times.</summary>
    protected virtual void Configure(FaultRun run)
    {
    }
}
