using LocalHost.Queues;

namespace Functions.Tests.LocalHost.Queues;

public sealed class InFlightTests
{
    [Fact]
    public async Task WhenAtMost_CountAtTheLimit_IsCompleted()
    {
        var inFlight = new InFlight();
        inFlight.Add(2);

        await inFlight.WhenAtMostAsync(2);
    }

    [Fact]
    public async Task WhenAtMost_CountAboveTheLimit_CompletesWithTheRemovalThatReachesIt()
    {
        var inFlight = new InFlight();
        inFlight.Add(4);

        var waiting = inFlight.WhenAtMostAsync(2);
        inFlight.Remove();
        Assert.False(waiting.IsCompleted);
        inFlight.Remove();

        await waiting;
    }
}
