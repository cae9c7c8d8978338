using Simulators.HubSpot;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>An environment with one process, for many cases one after the other.</summary>
public abstract class FaultApp : IAsyncLifetime
{
    private readonly FaultEnvironment _environment = new();
    private HubSpotSettings _settings = null!;

    public FaultRun Run { get; private set; } = null!;

    public HubSpotSimulator HubSpot => _environment.HubSpot;

    public StorageProxy Storage => _environment.Storage;

    public async ValueTask InitializeAsync()
    {
        await _environment.InitializeAsync();
        Run = await FaultRun.PrepareAsync(_environment);
        Configure(Run);
        _settings = HubSpot.Settings;
        await Run.StartAppAsync();
    }

    /// <summary>Begins a case.</summary>
    public FaultRun Begin()
    {
        Run.BeginCase();
        HubSpot.Settings = _settings;
        return Run;
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
