using HubSpotUsers.Limits;

namespace HubSpotUsers.Tests.Limits;

public sealed class PermitLineTests
{
    private const int Limit = 190;
    private const int Evenly = 188;
    private const long Window = 10 * TimeSpan.TicksPerSecond;
    private const long Period = Window + (TimeSpan.TicksPerSecond / 8);
    private const long Interval = Period / Limit;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void Catching_up_fills_no_window_further_than_permits_that_come_evenly(int stallSeconds)
    {
        List<long> times = [];
        Extend(times, 120, credit: 0);
        var missed = stallSeconds * TimeSpan.TicksPerSecond;

        Extend(times, 400, credit: missed / (double)Interval, now: times[^1] + missed);

        Assert.All(times, from => Assert.InRange(times.Count(time => time >= from && time < from + Window), 1, Evenly));
    }

    [Fact]
    public void What_was_missed_is_made_up_for_at_double_pace_until_nothing_is_left_of_it()
    {
        List<long> times = [];
        Extend(times, 60, credit: 0);

        Extend(times, 60, credit: 20, now: times[^1] + (21 * Interval));

        var gaps = times.Zip(times.Skip(1), (one, next) => next - one).Skip(60).ToList();
        Assert.All(gaps[..38], gap => Assert.InRange(gap, Interval / 2, (Interval / 2) + PermitBlock.Step));
        Assert.All(gaps[42..], gap => Assert.InRange(gap, Interval, Interval + PermitBlock.Step));
    }

    /// <summary>Adds permits as they are taken, a second's at a time.</summary>
    private static void Extend(List<long> times, int count, double credit, long now = 0)
    {
        for (var wanted = count; wanted > 0;)
        {
            PermitBlock[] blocks = times.Count is 0 ? [] : [PermitBlock.Of("a", times)];
            using var line = new PermitLine(blocks, wanted, Limit, Period, Window, Interval);
            (var added, credit) = line.Extend(now, credit);
            times.AddRange(added);
            wanted -= added.Count;
            now = times[^1];
        }
    }
}
