using Azure.Data.Tables;
using HubSpotUsers.Tests.Model;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Limits;

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
    [InlineData(40, 40)]
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
    [InlineData(40)]
    [InlineData(100)]
    public void However_many_processes_lose_the_table_together_they_stay_under_the_limit(int processes)
    {
        using var fleet = new LimiterFleet(processes, seed: 11, callers: 2);

        fleet.Run(TimeSpan.FromSeconds(12));
        fleet.Processes.ForEach(process => process.Table.IsAway = true);
        fleet.Run(TimeSpan.FromSeconds(90));

        Assert.Equal(0, fleet.HubSpot.Refused);
        Assert.InRange(fleet.HubSpot.Calls.Count(call => call > fleet.Now - TimeSpan.FromSeconds(20)), processes, 2 * LimiterFleet.Limit);
    }

    [Fact]
    public void Processes_that_never_saw_the_table_stay_under_the_limit_too()
    {
        using var fleet = new LimiterFleet(processes: 40, seed: 12, callers: 2);

        fleet.Processes.ForEach(process => process.Table.IsAway = true);
        fleet.Run(TimeSpan.FromSeconds(120));

        Assert.Equal(0, fleet.HubSpot.Refused);
        Assert.InRange(fleet.HubSpot.Most, 40, LimiterFleet.Limit);
    }

    [Fact]
    public void Calls_without_the_table_are_counted_when_it_is_back()
    {
        var time = new VirtualTime();
        var hubSpot = new CalledHubSpot(time, limit: 1);
        using var process = new LimiterProcess(time, new FakeTableClient("HubSpotControl") { Clock = time }, hubSpot, new Random(1), skew: default, limit: 1) { Table = { IsAway = true } };
        var work = new Interleaving(new Random(1));
        work.Begin(() => process.Start(callers: 2));

        Run(() => hubSpot.Calls.Count is 2);
        process.Table.IsAway = false;
        Run(() => hubSpot.Calls.Count is 4);

        Assert.Equal(0, hubSpot.Refused);

        void Run(Func<bool> isOver)
        {
            for (var step = 0; step < 20_000 && !isOver(); step++)
            {
                work.Settle();
                work.Begin(() => time.Advance(TimeSpan.FromMilliseconds(5)));
            }

            Assert.True(isOver());
        }
    }

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.3, 2)]
    [InlineData(0.3, 4)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 4)]
    [InlineData(6, 1)]
    [InlineData(6, 2)]
    [InlineData(6, 4)]
    [InlineData(10, 1)]
    [InlineData(10, 2)]
    [InlineData(10, 4)]
    public void However_slow_the_responses_are_the_limit_is_used_as_far_as_calls_in_flight_allow(double latencySeconds, int processes)
    {
        const int InFlight = 64;
        using var fleet = new LimiterFleet(processes, seed: 7, callers: InFlight, latency: TimeSpan.FromSeconds(latencySeconds));

        fleet.Run(TimeSpan.FromSeconds(30));
        var before = fleet.HubSpot.Calls.Count;
        fleet.Run(TimeSpan.FromSeconds(30));

        var possible = 3 * Math.Min(LimiterFleet.Limit, processes * InFlight * 10 / latencySeconds);
        Assert.Equal(0, fleet.HubSpot.Refused);
        Assert.InRange((fleet.HubSpot.Calls.Count - before) / possible, 0.95, 1.01);
    }

    [Fact]
    public async Task A_row_of_another_version_is_read_as_far_as_it_can_be()
    {
        using var fleet = new LimiterFleet(processes: 2, seed: 3);
        await fleet.WriteAsync(new TableEntity("rate", "ten-seconds") { ["Blocks"] = "[]", ["Foreign"] = 0, ["MeasuredAt"] = "yesterday", ["Announced"] = "many", ["Later"] = true });

        fleet.Run(TimeSpan.FromSeconds(30));

        Assert.InRange(fleet.HubSpot.Calls.Count, 3 * LimiterFleet.Limit * 0.95, 3 * LimiterFleet.Limit);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no JSON")]
    [InlineData("{\"Later\":[]}")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":1}]")]
    [InlineData("[{\"Owner\":\"a\",\"Start\":9000000000000000000,\"Runs\":[]}]")]
    public async Task Beside_permits_that_cannot_be_read_one_window_is_left_out(string? blocks)
    {
        using var fleet = new LimiterFleet(processes: 2, seed: 3);
        await fleet.WriteAsync(new TableEntity("rate", "ten-seconds") { ["Blocks"] = blocks, ["Credit"] = 0d });
        for (var call = 0; call < LimiterFleet.Limit; call++)
        {
            fleet.HubSpot.Call();
        }

        fleet.Run(TimeSpan.FromSeconds(30));

        Assert.Equal(0, fleet.HubSpot.Refused);
        Assert.InRange(fleet.HubSpot.Calls.Count, 2.8 * LimiterFleet.Limit, 3 * LimiterFleet.Limit);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(120)]
    public void When_someone_else_uses_the_same_token_only_the_rest_is_used(int foreignCallsInTenSeconds)
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
