using HubSpotUsers.HubSpot;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace HubSpotUsers.Tests.HubSpot;

public sealed class AccountDayTests
{
    [Theory]
    [InlineData("Etc/UTC", "2026-11-23T10:00:00Z", "2026-11-24T00:00:00Z")]
    [InlineData("Etc/UTC", "2026-11-23T23:59:59Z", "2026-11-24T00:00:00Z")]
    [InlineData("Etc/UTC", "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")]
    [InlineData("America/New_York", "2026-11-23T02:00:00Z", "2026-11-23T05:00:00Z")]
    [InlineData("Asia/Kolkata", "2026-11-23T18:29:00Z", "2026-11-23T18:30:00Z")]

    // The day on which the clocks go forward has 23 hours, and the one on which they go back has 25.
    [InlineData("Europe/Berlin", "2026-03-28T23:30:00Z", "2026-03-29T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-24T22:30:00Z", "2026-10-25T23:00:00Z")]

    // Midnight itself is left out, or comes twice.
    [InlineData("Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z")]
    [InlineData("America/Havana", "2026-10-31T12:00:00Z", "2026-11-01T04:00:00Z")]
    public void Tomorrow_begins_at_the_accounts_midnight(string zone, string now, string expected)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        var day = new AccountDay(Options.Create(new HubSpotOptions { AccountTimeZone = zone }), time);

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), day.Tomorrow);
    }
}
