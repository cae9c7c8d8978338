using LocalHost.Timers;

namespace Functions.Tests.LocalHost.Timers;

public sealed class ScheduleTests
{
    // 4 March 2026 is a Wednesday.
    private static readonly DateTime Start = new(2026, 3, 4, 10, 7, 30, 250, DateTimeKind.Utc);

    [Theory]
    [InlineData("* * * * * *", "2026-03-04T10:07:31Z")]
    [InlineData("0 * * * * *", "2026-03-04T10:08:00Z")]
    [InlineData("0 */5 * * * *", "2026-03-04T10:10:00Z")]
    [InlineData("30 7 10 * * *", "2026-03-05T10:07:30Z")]
    [InlineData("0 0 2,12 * * *", "2026-03-04T12:00:00Z")]
    [InlineData("0 0 9-17/4 * * *", "2026-03-04T13:00:00Z")]
    [InlineData("45/5 7 10 * * *", "2026-03-04T10:07:45Z")]
    [InlineData("0 0 0 1 * *", "2026-04-01T00:00:00Z")]
    [InlineData("0 30 9 * * 1-5", "2026-03-05T09:30:00Z")]
    [InlineData("0 0 0 * * 0", "2026-03-08T00:00:00Z")]
    [InlineData("0 0 0 29 2 *", "2028-02-29T00:00:00Z")]
    [InlineData("0 0 0 13 * 5", "2026-03-13T00:00:00Z")]
    [InlineData("59 59 23 31 12 *", "2026-12-31T23:59:59Z")]
    [InlineData("00:05:00", "2026-03-04T10:12:30.25Z")]
    public void Next_is_the_first_time_that_fits(string text, string expected)
    {
        Assert.True(Schedule.TryParse(text, out var schedule));

        Assert.Equal(DateTimeOffset.Parse(expected, null).UtcDateTime, schedule.Next(Start));
    }

    [Theory]
    [InlineData("")]
    [InlineData("* * * * *")]
    [InlineData("* * * * * * *")]
    [InlineData("60 * * * * *")]
    [InlineData("* * * 0 * *")]
    [InlineData("* * * * * 7")]
    [InlineData("5-1 * * * * *")]
    [InlineData("*/0 * * * * *")]
    [InlineData("1, * * * * *")]
    [InlineData("+1 * * * * *")]
    [InlineData("x * * * * *")]
    [InlineData("-00:05:00")]
    [InlineData("00:00:00")]
    public void TryParse_NotASchedule_IsFalse(string text) => Assert.False(Schedule.TryParse(text, out _));

    [Fact]
    public void Next_NoSuchDay_IsNull()
    {
        Assert.True(Schedule.TryParse("0 0 0 31 2 *", out var schedule));

        Assert.Null(schedule.Next(Start));
    }
}
