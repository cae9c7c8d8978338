using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Dashboard;

public sealed class AttentionTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const string Rejected = "#groups li[data-key=\"Rejected\"]";
    private const string Host = "#groups li[data-key=\"Host\"]";

    [Fact]
    public async Task Refused_users_are_sent_again_and_created_while_the_page_shows_how_far_that_is()
    {
        var users = TestUser.Next(12);
        await DropAllAsync();
        Account.Faults.Add("nameless-errors-for-all", times: 1000);
        var id = await UploadAsync(users.Select(user => user.ToInput()));
        Account.Faults.Clear();
        var page = await Environment.SignInAsync();

        await page.SeesAsync(Rejected, "Users that HubSpot refused");
        await page.SeesAsync($"{Rejected} .pill", "12 users");
        await page.ClickAsync("button", "Send again", Rejected);
        await page.SeesAsync("#decision", "Send 12 users again?");
        await page.ClickAsync("button", "Send again", "#decision");

        await page.SeesAsync("#tasks .task", "1 message with 12 users");
        await page.SeesNoneAsync(Rejected);
        await page.SeesAsync("#attention-none", "Nothing needs a person.");
        await page.SeesAsync(Upload(id), "12 users: 12 created");
        HubSpot.AssertEachCreatedOnce(users);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Users_that_may_be_in_HubSpot_are_neither_sent_nor_deleted_without_an_explicit_choice()
    {
        await DropAllAsync();
        var user = TestUser.Next();
        await Environment.App.Queue.PoisonAsync(UserMessages.Of(user));
        var page = await Environment.SignInAsync();
        await page.SeesAsync(Host, "1 message may be in HubSpot already");

        await page.ClickAsync("button", "Send again", Host);
        Assert.False(await page.IsEnabledAsync("button", "Send again", "#decision"));
        await page.ClickAsync("button", "Cancel", "#decision");
        await page.ClickAsync("button", "Delete", Host);
        Assert.False(await page.IsEnabledAsync("button", "Delete", "#decision"));
        await page.DoAsync("click", new() { ["selector"] = "#decision input[value=\"drop\"]" });
        await page.ClickAsync("button", "Delete", "#decision");

        await page.SeesNoneAsync(Host);
        Assert.Empty(HubSpot.RecordsOf(user));
        await page.CloseAsync();
    }
}
