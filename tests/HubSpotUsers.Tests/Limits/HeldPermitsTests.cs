using HubSpotUsers.Limits;

namespace HubSpotUsers.Tests.Limits;

public sealed class HeldPermitsTests
{
    private const long Time = 1_000_000_000;
    private static readonly long Grace = RateWindowRules.Grace.Ticks;

    private readonly HeldPermits _permits = new();

    public HeldPermitsTests() => _permits.Add(Time);

    [Fact]
    public void A_permit_lapses_once_its_grace_is_over()
    {
        _permits.DropLapsed(Time + Grace);
        Assert.Equal(1, _permits.Count);

        _permits.DropLapsed(Time + Grace + 1);

        Assert.Equal(0, _permits.Count);
        Assert.Equal([Time], _permits.TakeUse().Unused);
    }

    [Fact]
    public void One_that_was_granted_too_late_counts_as_unused()
    {
        _permits.Use();

        Assert.True(_permits.TryKeep(Time, Time + Grace));
        Assert.False(_permits.TryKeep(Time, Time + Grace + 1));

        AssertReported(_permits.TakeUse(), [Time], []);
    }

    [Fact]
    public void A_call_that_left_late_is_reported_with_the_time_it_left()
    {
        _permits.Left(_permits.Use(), Time + Grace + 7);

        var use = _permits.TakeUse();

        AssertReported(use, [Time], [Time + Grace + 7]);
        Assert.Equal(0, use.Spared);
    }

    [Fact]
    public void A_call_that_left_in_time_is_as_planned()
    {
        _permits.Left(_permits.Use(), Time + Grace);

        Assert.Same(PermitUse.AsPlanned, _permits.TakeUse());
    }

    [Fact]
    public void What_could_not_be_reported_is_reported_the_next_time_and_then_no_more()
    {
        _permits.DropLapsed(Time + Grace + 1);
        _permits.Restore(_permits.TakeUse());

        AssertReported(_permits.TakeUse(), [Time], []);
        Assert.Empty(_permits.TakeUse().Unused);
    }

    private static void AssertReported(PermitUse use, long[] unused, long[] late)
    {
        Assert.Equal(unused, use.Unused);
        Assert.Equal(late, use.Late);
    }
}
