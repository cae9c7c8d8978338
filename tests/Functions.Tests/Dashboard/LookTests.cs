using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Dashboard;

/// <summary>How the page looks, for everyone: sizes, schemes, keyboards and screen readers. With UPDATE_DOCS=1 its pictures in docs/images are renewed.</summary>
public sealed class LookTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const string Rejected = "#groups li[data-key=\"Rejected\"]";
    private const string File = "hs_email;Job Title;hs_given_name;Nickname\nada@example.com;Engineer;Ada;Countess\ngrace@example.com;Admiral;Grace;Amazing Grace\n";

    private static readonly string Pictures = Path.Combine(ProcessRun.Repository, "docs", "images");

    [Fact]
    public async Task It_fits_a_phone_and_breaks_no_rule_of_accessibility_in_either_scheme()
    {
        await UploadAsync(TestUser.Next(250).Select((user, index) => index % 31 is 7 ? user.ToBadAddressInput($"row-{index}") : user.ToInput($"row-{index}")));
        var page = await Environment.OpenAsync();
        await AssertAccessibleAsync(page);
        await page.EnterKeyAsync(Environment.App.Local.FunctionKey);
        await page.SeesAsync("#groups", "HubSpot");
        await AssertFitsAsync(page, "dashboard");

        await page.DropAsync("users.csv", Encoding.UTF8.GetBytes(File));
        await page.SeesAsync("#sheet .faults", "Some columns");
        await AssertFitsAsync(page, "dashboard-file", "#sheet");
        await page.DoAsync("press", new() { ["value"] = "Escape" });

        await page.ClickAsync("button", "Send again");
        await page.SeesAsync("#decision", "again?");
        await AssertFitsAsync(page, "dashboard-redrive", "#decision");
        await page.DoAsync("press", new() { ["value"] = "Escape" });
        await page.SeesNoneAsync("#decision");

        await page.ClickAsync("button", "Users", "#uploads li");
        await page.SeesAsync("#sheet td", "created");
        await page.DoAsync("choose", new() { ["selector"] = "#sheet select", ["value"] = "outcome=Rejected" });
        await page.SeesAsync("#sheet tbody tr:first-child", "row-7");
        await AssertFitsAsync(page);
        await page.DoAsync("press", new() { ["value"] = "Escape" });

        await page.ClickAsync("button", "Show", Rejected);
        await page.SeesAsync("#sheet td", "Decide");
        await AssertFitsAsync(page);
        await page.DoAsync("click", new() { ["selector"] = "#sheet td button" });
        await page.SeesAsync("#sheet .whole", "Send again");
        await AssertFitsAsync(page);
        await page.ClickAsync("button", "Correct", "#sheet");
        await page.SeesAsync("#decision", "Correct user");
        await AssertFitsAsync(page, "dashboard-correct", "#decision");
        await page.CloseAsync(400);
    }

    [Fact]
    public async Task A_new_app_says_how_to_send_the_first_user()
    {
        var page = await Environment.OpenAsync();
        var now = TimeProvider.System.GetUtcNow();
        await page.DoAsync("respond", new() { ["path"] = "/api/outcomes", ["json"] = new JsonObject { ["from"] = now.AddHours(-1), ["to"] = now, ["stepSeconds"] = 10, ["today"] = new JsonObject { ["day"] = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture), ["created"] = 0, ["duplicate"] = 0, ["rejected"] = 0, ["unknown"] = 0, ["dryRun"] = 0 }, ["steps"] = new JsonArray() } });
        await page.DoAsync("respond", new() { ["path"] = "/api/requests", ["json"] = new JsonObject { ["requests"] = new JsonArray() } });

        await page.EnterKeyAsync(Environment.App.Local.FunctionKey);

        await page.SeesAsync("#first", "Send your first user");
        await page.SeesAsync("#first pre", new Uri(Environment.App.App.Address, "api/users/batch").AbsoluteUri);
        await AssertAccessibleAsync(page);
        await page.CloseAsync();
    }

    [Fact]
    public async Task It_can_be_used_with_the_keyboard_alone()
    {
        var page = await Environment.OpenAsync();
        Assert.Equal("key", (string?)(await page.StateAsync())["focus"]);
        await page.FillAsync("#key", Environment.App.Local.FunctionKey);
        await page.DoAsync("press", new() { ["value"] = "Enter" });
        await page.SeesAsync("#state", "Running");

        List<string> reached = [];
        for (var stop = 0; stop < 6; stop++)
        {
            await page.DoAsync("press", new() { ["value"] = "Tab" });
            reached.Add((string)(await page.StateAsync())["focus"]!);
        }

        Assert.Contains("switch", reached);
        await page.CloseAsync();
    }

    /// <summary>Looks at it wide and narrow, light and dark.</summary>
    private static async Task AssertFitsAsync(BrowserPage page, string? picture = null, string? selector = null)
    {
        foreach (var (width, scheme, name) in new[] { (1180, "light", picture), (1180, "dark", OfWhole("dark")), (390, "dark", null), (390, "light", OfWhole("phone")) })
        {
            await page.DoAsync("resize", new() { ["width"] = width, ["height"] = width is 390 ? 844 : 900 });
            await page.DoAsync("scheme", new() { ["value"] = scheme });
            await Eventually.SeesAsync("a page as wide as its window", page.StateAsync, state => ((int)state["width"]!, (int)state["visibleWidth"]!) == (width, width));
            if (scheme is "dark" || width is 1180)
            {
                await AssertAccessibleAsync(page);
            }

            if (name is not null && System.Environment.GetEnvironmentVariable("UPDATE_DOCS") is "1")
            {
                await page.DoAsync("picture", new() { ["path"] = Path.Combine(Pictures, $"{name}.png"), ["selector"] = selector });
            }
        }

        await page.DoAsync("resize", new() { ["width"] = 1180, ["height"] = 900 });

        string? OfWhole(string suffix) => picture is not null && selector is null ? $"{picture}-{suffix}" : null;
    }

    private static async Task AssertAccessibleAsync(BrowserPage page) =>
        Assert.Empty((await page.DoAsync("breaches"))!.AsArray().Select(breach => (string?)breach));
}
