using HubSpotUsers.Batching;

namespace HubSpotUsers.Tests.Batching;

public sealed class OutcomeCountsTests
{
    [Theory]
    [InlineData(3, 0, 0, 0, 0, BatchResult.Succeeded)]
    [InlineData(2, 1, 0, 0, 0, BatchResult.PartiallySucceeded)]
    [InlineData(2, 0, 0, 0, 1, BatchResult.PartiallySucceeded)]
    [InlineData(0, 0, 1, 1, 0, BatchResult.PartiallySucceeded)]
    [InlineData(0, 1, 1, 0, 1, BatchResult.Failed)]
    [InlineData(0, 0, 0, 0, 2, BatchResult.Failed)]
    [InlineData(0, 0, 0, 2, 0, BatchResult.Unknown)]
    public void Counts_come_to_a_result(int created, int duplicate, int rejected, int unknown, int deferred, BatchResult expected)
    {
        var counts = new OutcomeCounts(created, duplicate, rejected, unknown, deferred);

        Assert.Equal(expected, counts.Result);
        Assert.Equal(created + duplicate + rejected + unknown + deferred, counts.Total);
    }
}
