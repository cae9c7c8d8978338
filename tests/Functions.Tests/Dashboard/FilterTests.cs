using System.Text.Json.Nodes;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Dashboard;

/// <summary>The outcomes of the day, and lists of which only a part is shown.</summary>
public sealed class FilterTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const string Rows = "#sheet tbody tr";

    [Fact]
    public async Task The_outcomes_of_today_follow_what_happens_and_lead_to_their_users()
    {
        // What tests before this one sent is counted when the app has ended: it reports every few seconds.
        await Environment.App.RestartAsync();
        var page = await Environment.SignInAsync();
        await page.SeesAsync("#today", "rejected");
        var before = await TodayAsync();

        await UploadAsync([TestUser.Next().ToInput("good-1"), TestUser.Next().ToRejectedInput("bad-1"), TestUser.Next().ToInput("good-2")]);

        var after = await Eventually.SeesAsync("three outcomes more", TodayAsync, today => today["created"] == before["created"] + 2 && today["rejected"] == before["rejected"] + 1);
        await page.SeesAsync("#today", $"{after["created"]:N0} created");
        await page.SeesAsync("#today", $"{after["rejected"]:N0} rejected");
        Assert.InRange((double)(await page.StateAsync())["shifted"]!, 0, 0.05);
        await page.DoAsync("click", new() { ["selector"] = "#today li[data-key=\"Rejected\"] button" });
        await page.SeesAsync(Rows, "bad-1");
        Assert.Equal("outcome=Rejected", (string?)await page.DoAsync("value", new() { ["selector"] = "#sheet select" }));
        Assert.All(await page.TextsAsync($"{Rows} td:nth-child(2)"), text => Assert.Equal("rejected", text));
        await page.CloseAsync();
    }

    [Fact]
    public async Task The_users_of_an_upload_are_filtered_by_outcome_and_so_is_their_file()
    {
        var id = await UploadAsync(TestUser.Next(30).Select((user, index) => index % 10 is 4 ? user.ToRejectedInput($"bad-{index}") : user.ToInput($"good-{index}")));
        var page = await Environment.SignInAsync();

        await page.ClickAsync("button", "Users", Upload(id));
        await page.SeesAsync(Rows, "good-0");
        await ChooseAsync(page, "#sheet select", "outcome=Rejected");
        await page.SeesAsync($"{Rows}:first-child", "bad-4");
        Assert.Equal(["bad-4", "bad-14", "bad-24"], await page.TextsAsync($"{Rows} td:nth-child(5)"));
        var (_, file) = await page.DownloadAsync("Download as CSV", "#sheet");
        Assert.Equal(3, file.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        await ChooseAsync(page, "#sheet select", "outcome=Duplicate");
        await page.SeesAsync("#sheet", "No such users.");
        await ChooseAsync(page, "#sheet select", string.Empty);
        await page.SeesAsync(Rows, "good-0");

        Assert.InRange((double)(await page.StateAsync())["shiftedInDialog"]!, 0, 0.05);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Users_and_calls_of_the_day_are_filtered_with_the_keyboard()
    {
        await UploadAsync([TestUser.Next().ToRejectedInput("only-refused")]);
        var page = await Environment.SignInAsync();

        await page.DoAsync("focus", new() { ["selector"] = "#day-users" });
        await page.DoAsync("press", new() { ["value"] = "Enter" });
        await page.SeesAsync(Rows, "only-refused");
        await page.DoAsync("focus", new() { ["selector"] = "#sheet select" });
        await page.DoAsync("type", new() { ["value"] = "Needs" });
        await page.SeesNoneAsync($"{Rows}:has-text(\"created\")");
        await page.SeesAsync(Rows, "only-refused");
        await page.DoAsync("press", new() { ["value"] = "Escape" });

        await page.ClickAsync("button", "calls to HubSpot");
        await ChooseAsync(page, "#sheet select", "outcome=Failed");
        await page.SeesNoneAsync($"{Rows} .pill:not(:text-is(\"Failed\"))");
        await page.SeesAsync($"{Rows}:first-child", "Failed");
        Assert.All(await page.TextsAsync($"{Rows} .pill"), text => Assert.Equal("Failed", text));
        await page.CloseAsync();
    }

    [Fact]
    public async Task Uploads_are_filtered_by_state_and_by_what_needs_attention_while_they_stay_live()
    {
        var (good, bad) = (await UploadAsync([TestUser.Next().ToInput()]), await UploadAsync([TestUser.Next().ToRejectedInput()]));
        var page = await Environment.SignInAsync();
        await page.SeesAsync(Upload(good), "1 created");

        await ChooseAsync(page, "#upload-filter", "needsAttention=true");
        await page.SeesNoneAsync(Upload(good));
        await page.SeesAsync(Upload(bad), "1 rejected");
        var later = await UploadAsync([TestUser.Next().ToRejectedInput()]);
        await page.SeesAsync(Upload(later), "1 rejected");
        await ChooseAsync(page, "#upload-filter", "state=Interrupted");
        await page.SeesAsync("#uploads-none", "No such uploads on this day.");
        await ChooseAsync(page, "#upload-filter", "state=Done");
        await page.SeesAsync(Upload(good), "1 created");
        await page.CloseAsync();
    }

    private static Task<JsonNode?> ChooseAsync(BrowserPage page, string selector, string value) => page.DoAsync("choose", new() { ["selector"] = selector, ["value"] = value });

    private async Task<Dictionary<string, int>> TodayAsync() =>
        (await Api.GetAsync("/outcomes")).Json["today"]!.AsObject().Where(count => count.Key is not "day").ToDictionary(count => count.Key, count => (int)count.Value!, StringComparer.Ordinal);
}
