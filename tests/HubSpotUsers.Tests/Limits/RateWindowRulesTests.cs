using FsCheck.Xunit;
using HubSpotUsers.Limits;

namespace HubSpotUsers.Tests.Limits;

public sealed class RateWindowRulesTests
{
    private const int Limit = 19;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly RateWindowRules _rules = new(Limit, Window);

    [Property(MaxTest = 1000)]
    public void Whatever_is_taken_given_back_or_used_late_no_window_holds_more_than_the_limit(int seed)
    {
        var random = new Random(seed);
        var (state, now, used) = (RateWindow.Empty, TimeSpan.FromHours(1).Ticks, new List<long>());
        var held = new Dictionary<string, List<long>>(StringComparer.Ordinal) { ["a"] = [], ["b"] = [], ["c"] = [] };

        for (var step = 0; step < 200; step++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(random.Next(2) is 0 ? 100 : 2000)).Ticks;
            var owner = held.Keys.ElementAt(random.Next(held.Count));
            if (held[owner].Exists(time => time > now + TimeSpan.TicksPerSecond))
            {
                continue;
            }

            List<long> due = [.. held[owner].Where(time => time <= now)];
            List<long> unused = random.Next(3) is 0 ? [.. due.Where(_ => random.Next(2) is 0)] : [];
            List<long> late = [.. due.Except(unused).Where(time => now - time < TimeSpan.TicksPerSecond && random.Next(3) is 0)];
            var leftAt = late.ConvertAll(time => time + random.NextInt64(now - time + 1));
            used.AddRange(due.Except(unused).Except(late).Concat(leftAt));
            held[owner].RemoveAll(due.Contains);
            (state, var block) = _rules.Take(state, owner, new PermitRequest(random.Next(1, 12), new PermitUse([.. unused, .. late], leftAt), now - random.Next(10_000_000)), now);
            held[owner].AddRange(block.Times);
            Assert.True(block.Times.First() >= now);
        }

        var all = used.Concat(held.Values.SelectMany(times => times)).Order().ToList();
        Assert.All(all.Skip(Limit).Zip(all), pair => Assert.True(pair.First - pair.Second > Window.Ticks));
    }

    [Fact]
    public void Permits_come_evenly()
    {
        var (_, block) = _rules.Take(RateWindow.Empty, "a", new PermitRequest(2, PermitUse.AsPlanned, WaitingSince: 0), now: 1_000_000);

        var times = block.Times.ToList();
        Assert.Equal(1_000_000, times[0]);
        Assert.InRange((times[1] - times[0]) / (Window.Ticks / (double)Limit), 1, 1.02);
    }

    [Fact]
    public void What_was_given_back_is_taken_again_at_double_pace()
    {
        var now = TimeSpan.FromHours(1).Ticks;
        var interval = Window.Ticks / Limit;
        var (state, first) = _rules.Take(RateWindow.Empty, "a", new PermitRequest(2, PermitUse.AsPlanned, now), now);
        var later = now + (2 * interval);

        var (_, second) = _rules.Take(state, "a", new PermitRequest(2, new PermitUse([.. first.Times], []), later), later);

        var times = second.Times.ToList();
        Assert.Equal(2, times.Count);
        Assert.InRange((double)(times[1] - times[0]) / interval, 0.5, 0.51);
    }

    [Theory]
    [InlineData(2.9, true)]
    [InlineData(3.1, false)]
    public void Only_responses_to_calls_of_which_the_row_remembers_all_permits_tell_of_others(double ageSeconds, bool isReported)
    {
        var now = TimeSpan.FromHours(1).Ticks;
        var state = RateWindow.Empty with { MeasuredAt = now };
        var sample = new UsageSample(now - TimeSpan.FromSeconds(ageSeconds).Ticks, Limit, Remaining: 5, Window, IsRefused: false);

        var corrected = _rules.Correct(state, [sample], now);

        Assert.Equal(isReported, corrected.Foreign > 0);
        Assert.Equal(Limit, corrected.Announced);
    }

    [Fact]
    public void A_refusal_tells_of_others_however_late_it_comes()
    {
        var now = TimeSpan.FromHours(1).Ticks;

        var corrected = _rules.Correct(RateWindow.Empty with { MeasuredAt = now }, [new UsageSample(now - Window.Ticks, Limit, 0, Window, IsRefused: true)], now);

        Assert.True(corrected.Foreign > 0);
    }
}
