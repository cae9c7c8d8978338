using Simulators.HubSpot;
using Simulators.HubSpot.Faults;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>Kills a process (kill -9) at a chosen point, and has a fresh one finish the work. The next case kills that one.</summary>
public abstract class KillTest(FaultApp app) : IAsyncLifetime
{
    private const int Many = 1000;

    private long _callsBefore;
    private StoragePoint _receives = null!;

    protected FaultRun Run => app.Run;

    protected HubSpotSimulator HubSpot => app.HubSpot;

    public async ValueTask InitializeAsync()
    {
        await Run.ForgetEndedAsync();
        if (app.Process.HasExited)
        {
            // The case before failed when it had killed the process.
            await app.StartAsync();
        }

        app.Begin();
        _callsBefore = HubSpot.Journal.TotalCalls;
        _receives = await app.HoldReceivesAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Kills the process when it makes a call of this kind; all of them are held.</summary>
    protected async Task<RunEnd> KillAtAsync(StorageOperation operation, string name, StorageFault fault)
    {
        var point = app.Storage.Add(new StorageRule(operation, name, fault) { Times = Many });
        _receives.Release();
        await point.ReachedAsync();
        return await KillAndEndAsync();
    }

    /// <summary>Kills the process when HubSpot has a call whose response the process waits for.</summary>
    protected async Task<RunEnd> KillAfterPostAsync(FaultRule rule)
    {
        HubSpot.Faults.Add(rule with { Times = Many, Target = FaultTarget.BatchCreate });
        _receives.Release();
        await Eventually.HoldsAsync("a call", () => HubSpot.Journal.TotalCalls > _callsBefore);
        return await KillAndEndAsync();
    }

    private async Task<RunEnd> KillAndEndAsync()
    {
        await app.Process.KillAsync();
        app.Storage.Clear();
        HubSpot.Faults.Clear();
        await Run.EndLeasesAsync();

        await app.StartAsync();
        return await Run.EndAsync();
    }
}
