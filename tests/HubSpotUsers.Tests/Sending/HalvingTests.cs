using HubSpotUsers.Sending;

namespace HubSpotUsers.Tests.Sending;

public sealed class HalvingTests
{
    [Fact]
    public void The_first_half_comes_first_and_its_halves_before_the_second()
    {
        var groups = new Halving<int>([0, 1, 2, 3, 4]);

        groups.AddHalves(groups.Take());
        var first = groups.Take();
        groups.AddHalves(first);

        Assert.Equal([0, 1], first);
        Assert.Equal([[0], [1], [2, 3, 4]], new[] { groups.Take(), groups.Take(), groups.Take() });
        Assert.True(groups.IsEmpty);
    }

    [Fact]
    public void One_comes_out_of_the_middle_of_the_largest_group_and_the_others_keep_their_order()
    {
        var groups = new Halving<int>([0, 1, 2, 3, 4, 5, 6]);
        groups.AddHalves(groups.Take());

        var ones = new[] { groups.TakeOne(), groups.TakeOne(), groups.TakeOne() };

        Assert.Equal([[5], [1], [4]], ones);
        Assert.Equal([0, 2, 3, 6], groups.TakeAll());
        Assert.True(groups.IsEmpty);
    }

    [Fact]
    public void Nothing_is_no_group()
    {
        Assert.True(new Halving<int>([]).IsEmpty);
    }
}
