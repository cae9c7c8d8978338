using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Dashboard;

public sealed class PauseTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    [Fact]
    public async Task Sending_is_paused_and_resumed_with_a_button_and_users_wait_meanwhile()
    {
        var (page, user) = (await Environment.SignInAsync(), TestUser.Next());

        await page.ClickAsync("button", "Pause sending");
        await page.ClickAsync("button", "Pause sending", "#decision");
        await page.SeesAsync("#state", "Paused by an operator");
        await SendMessageAsync(user);
        await page.SeesAsync("#waiting", "1");
        Assert.Empty(HubSpot.RecordsOf(user));

        await page.ClickAsync("button", "Resume sending");
        await page.SeesAsync("#state", "Running");
        await HubSpot.WaitForAsync([user]);
        await page.SeesAsync("#waiting", "0");
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_refused_token_is_said_first_and_in_words()
    {
        var (page, user) = (await Environment.SignInAsync(), TestUser.Next());
        var settings = Account.Settings;

        Account.Settings = settings with { AcceptedTokens = [] };
        await SendMessageAsync(user);
        await page.SeesAsync("#state", "Token refused");
        await page.SeesAsync("#state-detail", "HubSpot does not take the token");

        Account.Settings = settings;
        await HubSpot.WaitForAsync([user]);
        await page.SeesAsync("#state", "Running");
        await page.CloseAsync();
    }
}
