using HubSpotUsers.Notices;
using HubSpotUsers.Pausing;

namespace HubSpotUsers.Tests.Notices;

public sealed class PauseNoticesTests
{
    [Theory]
    [InlineData(nameof(PauseReason.Unauthorized), 1)]
    [InlineData(nameof(PauseReason.Forbidden), 1)]
    [InlineData(nameof(PauseReason.Misconfigured), 1)]
    [InlineData(nameof(PauseReason.ErrorRate), 1)]
    [InlineData(nameof(PauseReason.DailyLimit), 0)]
    [InlineData(nameof(PauseReason.RateLimit), 0)]
    [InlineData(nameof(PauseReason.Migration), 0)]
    public async Task Only_a_pause_that_needs_a_person_is_reported(string reason, int notices)
    {
        await using var app = WatchedApp.Start();
        await app.PauseAsync(Enum.Parse<PauseReason>(reason));

        await app.WatchAsync();

        Assert.Equal(notices, app.Reported(NoticeType.SendingPaused).Count(data => (string?)data["reason"] == reason));
        Assert.Equal(notices, app.Webhook.Posts.Count);
    }

    [Fact]
    public async Task It_says_why_and_since_when_and_nothing_that_HubSpot_said()
    {
        await using var app = WatchedApp.Start(("WEBSITE_HOSTNAME", "app.example.com"));
        var now = app.Time.GetUtcNow();
        await app.PauseAsync(PauseReason.Unauthorized, detail: "ada@example.com has no such scope", category: "INVALID_AUTHENTICATION");

        await app.WatchAsync();

        var data = Assert.Single(app.Reported(NoticeType.SendingPaused));
        Assert.Equal(("Unauthorized", "INVALID_AUTHENTICATION", now), ((string?)data["reason"], (string?)data["category"], (DateTimeOffset?)data["since"]));
        Assert.Equal(("HubSpot does not take the token", "https://app.example.com/api/status"), ((string?)data["message"], (string?)data["statusUrl"]));
        Assert.DoesNotContain("ada", app.Webhook.Posts[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_that_is_no_code_is_left_out()
    {
        await using var app = WatchedApp.Start();
        await app.PauseAsync(PauseReason.Forbidden, category: "no such user: ada@example.com");

        await app.WatchAsync();

        Assert.Null(Assert.Single(app.Reported(NoticeType.SendingPaused))["category"]);
    }

    [Fact]
    public async Task It_is_reported_once_however_many_probes_fail()
    {
        await using var app = WatchedApp.Start();
        for (var minute = 0; minute < 30; minute++)
        {
            await app.PauseAsync(PauseReason.Unauthorized);
            await app.WatchAsync();
        }

        Assert.Single(app.Webhook.Posts);
    }

    [Fact]
    public async Task While_no_user_comes_that_could_probe_it_goes_on()
    {
        await using var app = WatchedApp.Start();
        await app.PauseAsync(PauseReason.Unauthorized);

        await app.WatchAsync(minutes: 90);

        Assert.Single(app.Webhook.Posts);
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(11, 2)]
    public async Task One_that_was_over_is_reported_again_when_it_comes_back(int minutes, int notices)
    {
        await using var app = WatchedApp.Start();
        await app.PauseAsync(PauseReason.Unauthorized);
        await app.WatchAsync();
        await app.Get<ControlTable>().ClearAsync();
        await app.WatchAsync(minutes - 1);

        await app.PauseAsync(PauseReason.Unauthorized);
        await app.WatchAsync();

        Assert.Equal(notices, app.Webhook.Posts.Select(post => post.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Another_reason_is_another_pause()
    {
        await using var app = WatchedApp.Start();
        await app.PauseAsync(PauseReason.Unauthorized);
        await app.WatchAsync();
        await app.PauseAsync(PauseReason.Forbidden);
        await app.WatchAsync();

        Assert.Equal(["Unauthorized", "Forbidden"], app.Reported(NoticeType.SendingPaused).Select(data => (string?)data["reason"]));
    }

    [Fact]
    public async Task A_pause_of_an_operator_is_not_reported()
    {
        await using var app = WatchedApp.Start();
        await app.Get<ControlTable>().WriteModeAsync(ProcessingMode.Pause);

        await app.WatchAsync();

        Assert.Empty(app.Webhook.Posts);
    }

    [Fact]
    public async Task It_is_not_reported_where_it_is_not_wanted()
    {
        await using var app = WatchedApp.Start(("Notify:Events", "request.finished poison.new"));
        await app.PauseAsync(PauseReason.Unauthorized);

        await app.WatchAsync();

        Assert.Empty(app.Webhook.Posts);
    }
}
