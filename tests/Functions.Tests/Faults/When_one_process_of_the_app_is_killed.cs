using System.Diagnostics;
using Functions.Tests.EndToEnd.Builders;
using Hosting;
using Simulators.HubSpot.Faults;

namespace Functions.Tests.Faults;

/// <summary>The app is two processes: its host, which has the messages, and its worker, which has the users.</summary>
[Collection(FaultCollections.Three)]
public sealed class When_one_process_of_the_app_is_killed(FaultEnvironment environment) : FaultTest(environment)
{
    private const int Messages = 1000;

    [Fact]
    public async Task The_worker_alone_with_a_thousand_messages_in_flight_every_user_is_created_once()
    {
        var app = await StartWithCallsInFlightAsync();
        var killed = app.WorkerId;

        app.KillWorker();
        HubSpot.Faults.Clear();

        // The host has its messages still: no lease is ended here.
        (await Run.EndAsync()).AssertAllCreated();
        Assert.NotEqual(killed, app.WorkerId);
        Assert.False(app.HasExited);
    }

    [Fact]
    public async Task The_host_alone_its_worker_dies_too_and_every_user_is_created_once()
    {
        var app = await StartWithCallsInFlightAsync();

        await app.KillHostAsync();
        await Eventually.HoldsAsync("the end of the worker", () => !IsRunning(app.WorkerId));
        HubSpot.Faults.Clear();
        await Run.EndLeasesAsync();
        await Run.StartAppAsync();

        (await Run.EndAsync()).AssertAllCreated();
    }

    private async Task<FunctionAppProcess> StartWithCallsInFlightAsync()
    {
        HubSpot.Faults.Add(new FaultRule("hang-after") { Times = Messages, Target = FaultTarget.BatchCreate });
        await Run.SendAllAsync([.. TestUser.Next(Messages).Select(user => user.ToInput())]);
        var app = await Run.StartAppAsync();
        await Eventually.HoldsAsync("a call", () => HubSpot.Journal.Calls.Count > 0);
        return app;
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
