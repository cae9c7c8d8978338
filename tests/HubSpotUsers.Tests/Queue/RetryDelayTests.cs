using HubSpotUsers.Queue;

namespace HubSpotUsers.Tests.Queue;

public sealed class RetryDelayTests
{
    private static readonly DeferralOptions Options = new() { BaseDelay = TimeSpan.FromSeconds(10), MaxDelay = TimeSpan.FromHours(1) };

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(9, 2560)]
    [InlineData(10, 3600)]
    [InlineData(1000, 3600)]
    [InlineData(long.MaxValue, 3600)]
    public void The_ceiling_doubles_up_to_the_most(long attempt, int seconds)
    {
        var delays = Delays(attempt);

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds)));
        Assert.InRange(delays.Max(), TimeSpan.FromSeconds(seconds * 0.9), TimeSpan.FromSeconds(seconds));
        Assert.InRange(delays.Min(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1 + (seconds * 0.1)));
    }

    [Fact]
    public void Storage_is_asked_for_whole_seconds()
    {
        Assert.All(Delays(4), delay => Assert.Equal(0, delay.Ticks % TimeSpan.TicksPerSecond));
    }

    private static List<TimeSpan> Delays(long attempt)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, 500).Select(_ => RetryDelay.After(attempt, Options, random))];
    }
}
