using System.Text;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Dashboard;

public sealed class FileTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const string Script = "<script>alert(1)</script>";

    [Fact]
    public async Task A_dropped_file_with_a_wrong_header_is_put_right_and_sent_and_what_is_in_it_stays_text()
    {
        var (page, user) = (await Environment.SignInAsync(), TestUser.Next());

        await page.DropAsync("users.csv", Encoding.UTF8.GetBytes($"hs_email;Jbo Title;{Script}\n{user.Email};Engineer;{Script}\n"));
        await page.SeesAsync("#sheet .faults", "Some columns cannot be taken");
        await page.SeesAsync("#sheet table", Script);
        Assert.Equal([Script, Script], (await page.TextsAsync("#sheet td")).Where(text => text.Contains("script", StringComparison.Ordinal)));
        Assert.Equal(1, (int)(await page.StateAsync())["injected"]!);

        await page.FillAsync("[data-column=\"2\"]", "hs_job_title");
        await page.FillAsync("[data-column=\"3\"]", "-");
        await page.ClickAsync("button", "Check again");
        await page.SeesAsync("#sheet table", "left out");
        await page.ClickAsync("button", "Send 1 user");
        await page.SeesAsync("#note", "1 user of users.csv on the way.");
        await page.SeesAsync("#uploads li.new", "1 user: 1 created");

        Assert.Equal("Engineer", HubSpot.RecordOf(user).Properties["hs_job_title"]);
        await page.CloseAsync(400);
    }

    [Fact]
    public async Task A_file_that_is_dropped_again_is_the_same_upload()
    {
        var (page, user) = (await Environment.SignInAsync(), TestUser.Next());
        var file = Encoding.UTF8.GetBytes($"hs_email,hs_given_name\n{user.Email},Ada\n");

        await page.DropAsync("users.csv", file);
        await page.ClickAsync("button", "Send 1 user");
        await page.SeesAsync("#uploads li.new", "1 user: 1 created");
        var id = (await page.TextsAsync("#uploads li.new .id")).Single();
        await page.DropAsync("again.csv", file);
        await page.ClickAsync("button", "Send 1 user");
        await page.SeesAsync("#note", "again.csv was sent before: no user of it is sent twice.");

        Assert.Equal([id], await page.TextsAsync("#uploads li.new .id"));
        HubSpot.AssertEachCreatedOnce([user]);
        await page.CloseAsync();
    }

    [Fact]
    public async Task Usual_mistakes_are_found_before_anything_leaves_the_browser()
    {
        var page = await Environment.SignInAsync();

        await page.DropAsync("users.csv", Encoding.UTF8.GetBytes("ada@example.com,Ada\ngrace@example.com,Grace\n"));
        await page.SeesAsync("#sheet .faults", "The first line looks like a user.");
        await page.DropAsync("users.csv", Encoding.UTF8.GetBytes("hs_email,hs_given_name\n"));
        await page.SeesAsync("#sheet .faults", "There is no line below the header.");
        await page.DropAsync("users.csv", Encoding.Latin1.GetBytes("hs_email,hs_given_name\nzoe@example.com,Zoë\n"));
        await page.SeesAsync("#sheet .faults", "Its text is not UTF-8.");
        await page.DropAsync("users.pdf", [1]);
        await page.SeesAsync("#sheet .faults", "are taken");
        await page.DoAsync("press", new() { ["value"] = "Escape" });
        await page.SeesNoneAsync("#sheet");

        Assert.DoesNotContain(await page.CloseAsync(), request => (string?)request!["method"] is "POST");
    }

    [Fact]
    public async Task The_encoding_of_a_file_can_be_said()
    {
        var page = await Environment.SignInAsync();

        await page.DropAsync("users.csv", Encoding.Latin1.GetBytes("hs_email,hs_given_name\nzoe@example.com,Zoë\n"));
        await page.SeesAsync("#sheet .faults", "Its text is not UTF-8.");
        await page.DoAsync("choose", new() { ["selector"] = "#sheet select", ["value"] = "windows-1252" });

        await page.SeesAsync("#sheet table", "Zoë");
        Assert.True(await page.IsEnabledAsync("button", "Send 1 user", "#sheet"));
        await page.CloseAsync();
    }
}
