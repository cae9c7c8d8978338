using HubSpotUsers.Queue;
using Testing.Builders;

namespace HubSpotUsers.Tests.Queue;

public sealed class TimeToLiveTests
{
    private static readonly DateTimeOffset Now = Batches.Now;

    [Fact]
    public void A_message_without_an_end_has_none()
    {
        Assert.Equal(TimeToLive.Unlimited, TimeToLive.LeftOf(QueueMessages.With("{}"), Now));
        Assert.Equal(TimeToLive.Unlimited, TimeToLive.LeftOf(QueueMessages.Expiring("{}", DateTimeOffset.MaxValue), Now));
    }

    [Theory]
    [InlineData(604_800.0, 604_800)]
    [InlineData(90.9, 90)]
    [InlineData(0.5, 0)]
    [InlineData(0.0, 0)]
    [InlineData(-60.0, 0)]
    public void What_is_left_is_counted_in_whole_seconds_and_never_below_none(double seconds, int expected)
    {
        Assert.Equal(TimeSpan.FromSeconds(expected), TimeToLive.LeftOf(QueueMessages.Expiring("{}", Now.AddSeconds(seconds)), Now));
    }
}
