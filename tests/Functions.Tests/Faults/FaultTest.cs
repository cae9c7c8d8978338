using Simulators.HubSpot;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>A test that makes something fail and looks at what became of every user in the end.</summary>
public abstract class FaultTest(FaultEnvironment environment) : IAsyncLifetime
{
    protected FaultEnvironment Environment { get; } = environment;

    protected HubSpotSimulator HubSpot => Environment.HubSpot;

    protected StorageProxy Storage => Environment.Storage;

    protected FaultRun Run { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Environment.ResetAsync();
        Run = await FaultRun.PrepareAsync(Environment);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Run.DisposeAsync();
    }
}
