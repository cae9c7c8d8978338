namespace HubSpotUsers.Tests;

public sealed class OutcomeCountsTests
{
    [Theory]
    [InlineData(3, 0, 0, 0, 0, BatchResult.Succeeded)]
    [InlineData(2, 1, 0, 0, 0, BatchResult.PartiallySucceeded)]
    [InlineData(2, 0, 0, 0, 1, BatchResult.PartiallySucceeded)]
    [InlineData(0, 0, 1, 1, 0, BatchResult.PartiallySucceeded)]
    [InlineData(0, 2, 0, 0, 0, BatchResult.Duplicate)]
    [InlineData(0, 1, 1, 0, 1, BatchResult.Failed)]
    [InlineData(0, 1, 0, 0, 1, BatchResult.Failed)]
    [InlineData(0, 0, 0, 0, 2, BatchResult.Failed)]
    [InlineData(0, 0, 0, 2, 0, BatchResult.Unknown)]
    public void Counts_come_to_a_result(int created, int duplicate, int rejected, int unknown, int deferred, BatchResult expected)
    {
        var counts = new OutcomeCounts(created, duplicate, rejected, unknown, deferred);

        Assert.Equal(expected, counts.Result);
        Assert.Equal(created + duplicate + rejected + unknown + deferred, counts.Total);
    }

    [Fact]
    public void One_that_is_counted_moves_and_one_that_is_not_stays()
    {
        var counts = new OutcomeCounts(1, 0, 0, 1, 0);

        Assert.Equal(new OutcomeCounts(2, 0, 0, 0, 0), counts.Move(Outcome.Unknown, Outcome.Created));
        Assert.Equal(new OutcomeCounts(1, 0, 0, 1, 0), counts.Move(Outcome.Deferred, Outcome.Created));
        Assert.Equal(counts, counts.Move(Outcome.Unknown, Outcome.Unknown));
    }
}
