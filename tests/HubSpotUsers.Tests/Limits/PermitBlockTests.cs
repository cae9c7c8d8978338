using HubSpotUsers.Limits;

namespace HubSpotUsers.Tests.Limits;

public sealed class PermitBlockTests
{
    private const long Millisecond = TimeSpan.TicksPerMillisecond;

    [Fact]
    public void Blocks_that_follow_each_other_join_without_changing_a_permit()
    {
        var (first, second) = (Block("a", 0, 5, 10, 15), Block("a", 20, 25, 40));

        var joined = first.Join(second);

        Assert.NotNull(joined);
        Assert.Equal([.. first.Times, .. second.Times], joined.Times);
        Assert.Equal([50, 5, 150, 1], joined.Runs);
        Assert.Equal((7, second.End), (joined.Count, joined.End));
    }

    [Fact]
    public void Blocks_of_two_processes_stay_apart() => Assert.Null(Block("a", 0).Join(Block("b", 5)));

    [Fact]
    public void Blocks_that_reach_further_than_a_second_stay_apart()
    {
        Assert.NotNull(Block("a", 0, 500).Join(Block("a", 1000)));
        Assert.Null(Block("a", 0, 500).Join(Block("a", 1001)));
    }

    [Fact]
    public void Blocks_that_are_no_whole_steps_apart_stay_apart() => Assert.Null(Block("a", 0).Join(new PermitBlock("a", Millisecond + 1, [])));

    [Fact]
    public void Its_times_are_copied_as_they_are_reported()
    {
        var block = Block("a", 3, 8, 13, 113, 114);
        var times = new long[block.Count];

        block.CopyTo(times);

        Assert.Equal(block.Times, times);
    }

    [Fact]
    public void Times_are_moved_to_whole_steps_and_never_back()
    {
        Assert.Equal(PermitBlock.Step, PermitBlock.Round(PermitBlock.Step));
        Assert.Equal(2 * PermitBlock.Step, PermitBlock.Round(PermitBlock.Step + 1));
    }

    private static PermitBlock Block(string owner, params long[] milliseconds) =>
        PermitBlock.Of(owner, [.. milliseconds.Select(time => time * Millisecond)]);
}
