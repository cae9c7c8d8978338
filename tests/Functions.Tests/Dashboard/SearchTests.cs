using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Dashboard;

public sealed class SearchTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    [Fact]
    public async Task A_person_is_found_by_a_value_that_no_address_holds_and_leads_to_HubSpot()
    {
        const string TraceId = "<script>alert(2)</script>";
        var user = TestUser.Next();
        var id = await UploadAsync([user.ToInput(TraceId)]);
        var page = await Environment.SignInAsync();

        await page.FillAsync("#search-for", user.Email);
        await page.ClickAsync("button", "Find");
        await page.SeesAsync("#sheet td", TraceId);
        var record = HubSpot.RecordOf(user).Id;
        Assert.Equal(
            [$"https://app.hubspot.com/contacts/{DashboardEnvironment.PortalId}/record/0-115/{record}"],
            (await page.DoAsync("links", new() { ["selector"] = "#sheet a" }))!.AsArray().Select(link => (string?)link));
        await page.ClickAsync("button", "Close");

        await page.DoAsync("choose", new() { ["selector"] = "#search-by", ["value"] = "source" });
        await page.ClickAsync("button", "Find");
        await page.SeesAsync("#search-problem", "This looks like an address.");
        await page.FillAsync("#search-for", id);
        await page.ClickAsync("button", "Find");
        await page.SeesAsync("#sheet td", record);
        await page.ClickAsync("button", "Close");

        await page.ClickAsync("button", "calls to HubSpot");
        await page.ClickAsync("button", "Users", "#sheet tbody tr:first-child");
        await page.SeesAsync("#sheet-title", "Batch");

        Assert.DoesNotContain(await page.CloseAsync(), request => ((string)request!["url"]!).Contains(TestUser.Marker, StringComparison.OrdinalIgnoreCase));
    }
}
