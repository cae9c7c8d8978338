using LocalHost.Queues;

namespace Functions.Tests.LocalHost.Queues;

public sealed class PollingBackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Maximum = TimeSpan.FromSeconds(2);

    [Fact]
    public void Pauses_about_double_up_to_the_maximum()
    {
        var backoff = new PollingBackoff(Maximum, new Random(1));

        var pauses = Enumerable.Range(0, 8).Select(_ => backoff.Next()).ToList();

        Assert.Equal(First, pauses[0]);
        Assert.Equal(Maximum, pauses[^1]);
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second == Maximum || pair.Second / pair.First is >= 1.8 and <= 2.2));
    }

    [Fact]
    public void Reset_begins_anew()
    {
        var backoff = new PollingBackoff(Maximum, new Random(1));
        backoff.Next();
        backoff.Next();

        backoff.Reset();

        Assert.Equal(First, backoff.Next());
    }
}
