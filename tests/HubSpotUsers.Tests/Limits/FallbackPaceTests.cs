using HubSpotUsers.Limits;

namespace HubSpotUsers.Tests.Limits;

public sealed class FallbackPaceTests
{
    private const int Limit = 200;
    private const long Now = 639_000_000_000_000_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly FallbackPace _pace = new(new RateWindowRules(Limit, Window));

    [Fact]
    public void It_is_silent_for_a_window_and_a_half_after_all_that_is_reserved_ahead()
    {
        var reserved = Now + TimeSpan.FromSeconds(4).Ticks;
        _pace.End(Taken(1, reserved));

        _pace.Begin(Now);

        Assert.Equal(reserved + (1.5 * Window).Ticks, _pace.Next(Now));
    }

    [Fact]
    public void What_was_reserved_and_is_over_keeps_it_no_longer()
    {
        _pace.End(Taken(1, Now - Window.Ticks));

        _pace.Begin(Now);

        Assert.Equal(Now + (1.5 * Window).Ticks, _pace.Next(Now));
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(40, 2.5)]
    [InlineData(400, 0.25)]
    public void With_room_it_grows_slowly_to_its_share_of_half_the_limit(int processes, double most)
    {
        _pace.End(Taken(processes, Now));
        _pace.Begin(Now);
        var least = _pace.CallsPerWindow;

        var paces = new List<double>();
        for (var at = Now; paces.Count < 60; at += Window.Ticks / 3)
        {
            _pace.Observe(Sample(at, left: 150), at);
            paces.Add(_pace.CallsPerWindow);
        }

        Assert.Equal((Math.Min(1, most), most), (least, paces[^1]));
        Assert.All(paces.Skip(3).Zip(paces), pair => Assert.InRange(pair.First / pair.Second, 1, 1.5));
    }

    [Fact]
    public void Without_room_it_starts_again()
    {
        _pace.Begin(Now);
        for (var window = 0; window < 10; window++)
        {
            _pace.Observe(Sample(Now + (window * Window.Ticks), left: 150), Now + (window * Window.Ticks));
        }

        _pace.Observe(Sample(Now + (10 * Window.Ticks), left: 99), Now + (10 * Window.Ticks));
        _pace.Observe(Sample(Now + (10 * Window.Ticks) + 1, left: 150), Now + (10 * Window.Ticks) + 1);

        Assert.Equal(1, _pace.CallsPerWindow);
    }

    [Fact]
    public void Its_calls_count_as_long_as_they_are_in_the_window()
    {
        _pace.Begin(Now);
        _pace.Spend(Now);
        _pace.Spend(Now + 5);

        Assert.Equal((2, 1), (_pace.SpentUntil(Now + Window.Ticks), _pace.SpentUntil(Now + Window.Ticks + 5)));
        _pace.End(RateWindow.Empty);
        _pace.Spend(Now + 6);
        Assert.Equal(0, _pace.SpentUntil(Now + 6));
    }

    private static RateWindow Taken(int processes, long end) =>
        RateWindow.Empty with { Blocks = [.. Enumerable.Range(0, processes).Select(process => PermitBlock.Of($"{process}", [end]))] };

    private static UsageSample Sample(long at, int left) => new(at, Limit, left, Window, IsRefused: false);
}
