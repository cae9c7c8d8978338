using System.Diagnostics;
using System.Globalization;

namespace Functions.Tests.Faults;

[Collection(FaultCollections.Three)]
public sealed class When_the_process_is_shut_down(FaultEnvironment environment) : FaultTest(environment)
{
    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.5, false)]
    [InlineData(6, true)]
    public async Task With_batches_in_flight_and_messages_waiting_the_next_process_does_the_rest(double latency, bool hasUniqueProperty)
    {
        if (!hasUniqueProperty)
        {
            Run.WithoutUniqueProperty();
        }

        // One call in half a second: most messages wait when the signal comes. A latency of six seconds outlasts the shutdown.
        Run.Settings["HubSpot__RateLimit"] = "20";
        Run.Settings["HubSpot__RequestTimeout"] = "00:00:08";
        Run.Settings["Ledger__IntentLifetime"] = "00:00:10";
        Run.Settings["Batching__MaxInputs"] = "20";
        HubSpot.Settings = HubSpot.Settings with { LatencyMin = TimeSpan.FromSeconds(latency), LatencyMax = TimeSpan.FromSeconds(latency) };
        await Run.SendSinglesAndManyAsync(singles: 100, many: 200);
        var app = await Run.StartAppAsync();
        await Eventually.HoldsAsync("calls in flight", () => HubSpot.Journal.TotalCalls >= 2);

        await TerminateAsync(app.HostId);
        await Eventually.HoldsAsync("the end of the process", () => app.HasExited);
        await Run.EndLeasesAsync();
        var done = HubSpot.Journal.TotalCreated;
        HubSpot.Settings = HubSpot.Settings with { LatencyMin = TimeSpan.Zero, LatencyMax = TimeSpan.Zero };
        await Run.StartAppAsync();

        var end = await Run.EndAsync();
        Assert.True(done < 300, "Nothing was left to be done.");
        end.AssertAllCreated();
    }

    private static async Task TerminateAsync(int processId)
    {
        using var kill = Process.Start("kill", ["-TERM", processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
