using Simulators.HubSpot.Faults;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>Kills a process (kill -9) at a chosen point, and has a fresh one finish the work.</summary>
public abstract class KillTest(FaultEnvironment environment) : FaultTest(environment)
{
    private const int Many = 1000;

    /// <summary>Kills the first process when it makes a call of this kind; all of them are held.</summary>
    protected async Task<RunEnd> KillAtAsync(StorageOperation operation, string name, StorageFault fault)
    {
        var point = Storage.Add(new StorageRule(operation, name, fault) { Times = Many });
        var app = await Run.StartAppAsync();
        await point.ReachedAsync();
        await app.KillAsync();
        Storage.Clear();
        HubSpot.Faults.Clear();
        await Run.EndLeasesAsync();

        await Run.StartAppAsync();
        return await Run.EndAsync();
    }

    /// <summary>Kills the first process when HubSpot has a call whose response the process waits for.</summary>
    protected async Task<RunEnd> KillAfterPostAsync(FaultRule rule)
    {
        HubSpot.Faults.Add(rule with { Times = Many, Target = FaultTarget.BatchCreate });
        var app = await Run.StartAppAsync();
        await EndToEnd.Eventually.HoldsAsync("a call", () => HubSpot.Journal.Calls.Count > 0);
        await app.KillAsync();
        HubSpot.Faults.Clear();
        await Run.EndLeasesAsync();

        await Run.StartAppAsync();
        return await Run.EndAsync();
    }
}
