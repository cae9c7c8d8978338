using Simulators.HubSpot;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class LatencyTests
{
    [Fact]
    public async Task When_records_are_written_before_the_latency_then_they_exist_while_the_response_is_awaited()
    {
        await using var account = await StartAsync(new HubSpotSettings { LatencyMin = TimeSpan.FromSeconds(3) });

        var create = account.CreateAsync(Inputs(2));
        await Eventually.HoldsAsync(() => account.Simulator.Journal.TotalCreated == 2);
        var early = create.IsCompleted;
        await Eventually.HoldsAsync(() => create.IsCompleted, () => account.Time.Advance(TimeSpan.FromSeconds(3)));

        Assert.False(early);
        Assert.Equal(201, (await create).Status);
    }

    [Fact]
    public async Task When_records_are_written_after_the_latency_then_they_do_not_exist_before()
    {
        await using var account = await StartAsync(new HubSpotSettings { LatencyMin = TimeSpan.FromSeconds(3), ApplyAfterLatency = true });

        var create = account.CreateAsync(Inputs(2));
        await Eventually.HoldsAsync(() => account.Simulator.Journal.TotalCalls == 1);
        var early = account.Simulator.Journal.TotalCreated;
        await Eventually.HoldsAsync(() => create.IsCompleted, () => account.Time.Advance(TimeSpan.FromSeconds(3)));

        Assert.Equal(0, early);
        Assert.Equal(2, account.Simulator.Journal.TotalCreated);
    }
}
