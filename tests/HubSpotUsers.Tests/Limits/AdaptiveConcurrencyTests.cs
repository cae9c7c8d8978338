using HubSpotUsers.Batching;
using HubSpotUsers.Limits;

namespace HubSpotUsers.Tests.Limits;

/// <summary>How many batches are in flight on links of all kinds: bounds on the mean and the peak.</summary>
public sealed class AdaptiveConcurrencyTests
{
    [Fact]
    public void On_a_constant_link_as_many_as_allowed_are_in_flight() =>
        AssertBetween(new SimulatedLink((_, _) => 0.3).Run(), least: 55, mean: 64, peak: 64);

    [Fact]
    public void On_a_slow_constant_link_too() =>
        AssertBetween(new SimulatedLink((_, _) => 2).Run(), least: 45, mean: 64, peak: 64);

    [Fact]
    public void On_a_link_that_slows_with_every_call_few_are() =>
        AssertBetween(new SimulatedLink((inFlight, _) => 0.1 * inFlight).Run(), least: 1, mean: 20, peak: 40);

    [Fact]
    public void Beyond_a_shallow_knee_the_number_stays_near_it() =>
        AssertBetween(new SimulatedLink((inFlight, _) => 0.3 * Math.Max(1, inFlight / 10d)).Run(), least: 6, mean: 30, peak: 50);

    [Fact]
    public void Jitter_alone_does_not_hold_it_down() =>
        AssertBetween(new SimulatedLink((_, chance) => 0.05 + (1.95 * chance)).Run(), least: 30, mean: 64, peak: 64);

    [Fact]
    public void Drops_at_high_concurrency_keep_it_near_the_threshold() =>
        AssertBetween(new SimulatedLink((_, _) => 0.3, mostBeforeDrops: 15).Run(), least: 9, mean: 16, peak: 18);

    [Theory]
    [InlineData(0.15, 1.5)]
    [InlineData(0.3, 1.5)]
    [InlineData(0.2, 0.8)]
    [InlineData(1.5, 1.5)]
    [InlineData(0.15, 2.5)]
    public void After_a_trickle_a_bulk_starts_at_the_full_limit(double quickSeconds, double slowSeconds)
    {
        using var link = new PacedLink();

        link.Run(TimeSpan.FromMinutes(2), callsPerSecond: 0.5, quickSeconds);
        var before = link.Limit;
        var calls = link.Run(TimeSpan.FromSeconds(10), callsPerSecond: 18.8, slowSeconds);

        Assert.Equal(ConcurrencyLimits.Of(new BatchingOptions().MaxConcurrentBatches).Initial, before);
        Assert.InRange(calls, 0.93 * 188, 190);
    }

    [Fact]
    public void HubSpot_growing_slower_by_itself_costs_little_of_the_limit()
    {
        using var link = new PacedLink();

        link.Run(TimeSpan.FromMinutes(2), callsPerSecond: 18.8, latencySeconds: 2);
        var calls = link.Run(TimeSpan.FromMinutes(2), callsPerSecond: 18.8, latencySeconds: 3.2);

        Assert.InRange(calls, 0.93 * 12 * 188, 12 * 188);
    }

    [Fact]
    public void After_an_outage_it_is_soon_where_it_was()
    {
        using var link = new PacedLink();

        link.Run(TimeSpan.FromMinutes(2), callsPerSecond: 18.8, latencySeconds: 3.5);
        link.Run(TimeSpan.FromMinutes(2), callsPerSecond: 18.8, latencySeconds: 3.5, isOverloaded: true);
        var lowest = link.Limit;
        link.Run(TimeSpan.FromSeconds(30), callsPerSecond: 18.8, latencySeconds: 3.5);

        Assert.InRange(lowest, 4, 20);
        Assert.InRange(link.Limit, 50, 64);
    }

    private static void AssertBetween((double Mean, int Peak) seen, double least, double mean, int peak)
    {
        Assert.InRange(seen.Mean, least, mean);
        Assert.InRange(seen.Peak, 1, peak);
    }
}
