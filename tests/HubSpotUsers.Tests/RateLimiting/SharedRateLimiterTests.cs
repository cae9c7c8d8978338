using HubSpotUsers.Tests.Model;

namespace HubSpotUsers.Tests.RateLimiting;

[Collection(nameof(UndisturbedCollection))]
public sealed class SharedRateLimiterTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, 0, 0.98)]
    [InlineData(2, 0, 0.98)]
    [InlineData(4, 300, 0.98)]
    [InlineData(16, 300, 0.9)]
    public void However_many_processes_share_the_limit_it_is_used_and_never_exceeded(int processes, int skewSeconds, double least)
    {
        using var fleet = new LimiterFleet(processes, seed: processes, TimeSpan.FromSeconds(skewSeconds));

        fleet.Run(Minute);

        Assert.Equal(0, fleet.HubSpot.Refused);
        Assert.InRange(fleet.HubSpot.Calls.Count / (LimiterFleet.Limit * Minute.TotalSeconds / 10), least, 1);
    }

    [Fact]
    public void What_killed_processes_had_taken_is_lost_and_no_more()
    {
        using var fleet = new LimiterFleet(processes: 6, seed: 3);

        fleet.Run(TimeSpan.FromSeconds(7));
        fleet.Processes.Take(5).ToList().ForEach(process => process.Kill());
        fleet.Run(TimeSpan.FromSeconds(33));

        Assert.Equal(0, fleet.HubSpot.Refused);
        Assert.InRange(fleet.HubSpot.Calls.Count, 0.93 * 4 * LimiterFleet.Limit, 4 * LimiterFleet.Limit);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 4)]
    [InlineData(16, 16)]
    public void Processes_that_lose_the_table_go_on_with_a_small_safe_share_until_it_is_back(int processes, int cutOff)
    {
        using var fleet = new LimiterFleet(processes, seed: 11);

        fleet.Run(TimeSpan.FromSeconds(12));
        fleet.Processes.Take(cutOff).ToList().ForEach(process => process.Table.IsAway = true);
        fleet.Run(TimeSpan.FromSeconds(60));
        var slowest = fleet.HubSpot.Calls.Count(call => call > fleet.Now - TimeSpan.FromSeconds(20));
        fleet.Processes.ForEach(process => process.Table.IsAway = false);
        fleet.Run(TimeSpan.FromSeconds(30));

        Assert.Equal(0, fleet.HubSpot.Refused);
        Assert.InRange(slowest, processes, 2 * LimiterFleet.Limit);
        Assert.InRange(fleet.HubSpot.Calls.Count(call => call > fleet.Now - TimeSpan.FromSeconds(10)), 0.8 * LimiterFleet.Limit, LimiterFleet.Limit);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(120)]
    public void When_somebody_else_uses_the_same_token_only_the_rest_is_used(int foreignCallsInTenSeconds)
    {
        using var fleet = new LimiterFleet(processes: 2, seed: 5);
        var everySteps = 2000 / foreignCallsInTenSeconds;
        var step = 0;

        fleet.Run(TimeSpan.FromSeconds(60), () =>
        {
            if (step++ % everySteps is 0)
            {
                fleet.HubSpot.Call();
            }
        });

        var settled = fleet.HubSpot.Calls.Count(call => call > fleet.Now - TimeSpan.FromSeconds(30));
        Assert.InRange(settled, 3 * LimiterFleet.Limit * 0.9, 3 * LimiterFleet.Limit);
        Assert.InRange(fleet.HubSpot.Refused, 0, 0.1 * fleet.HubSpot.Calls.Count);
    }

    [Theory]
    [InlineData(1, 400)]
    [InlineData(1, 800)]
    [InlineData(4, 1000)]
    public void Permits_that_a_stalled_process_cannot_use_are_made_up_for(int processes, int stallMilliseconds)
    {
        using var fleet = new LimiterFleet(processes, seed: 9);
        var start = fleet.Now;

        fleet.Run(Minute, () =>
        {
            var isStalled = (fleet.Now - start).TotalMilliseconds % 5000 < stallMilliseconds;
            fleet.Processes.ForEach(process => process.IsStalled = isStalled);
        });

        Assert.Equal(0, fleet.HubSpot.Refused);
        Assert.InRange(fleet.HubSpot.Most, LimiterFleet.Limit * 0.95, LimiterFleet.Limit - 1);
        Assert.InRange(fleet.HubSpot.Calls.Count / (LimiterFleet.Limit * Minute.TotalSeconds / 10), 0.95, 1);
    }

    [Fact]
    public void Idle_processes_write_nothing()
    {
        using var fleet = new LimiterFleet(processes: 2, seed: 1, callers: 0);

        fleet.Run(TimeSpan.FromSeconds(5));

        Assert.Empty(fleet.Rows);
    }
}
