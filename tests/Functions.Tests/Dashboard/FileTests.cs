using System.Text;
using System.Text.Json.Nodes;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Dashboard;

public sealed class FileTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const string Script = "<script>alert(1)</script>";

    static FileTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public async Task A_dropped_file_with_a_wrong_header_is_put_right_and_sent_and_what_is_in_it_stays_text()
    {
        var (page, user) = (await Environment.SignInAsync(), TestUser.Next());

        var file = Encoding.UTF8.GetBytes($"hs_email;Jbo Title;{Script}\n{user.Email};Engineer;{Script}\n");
        await page.DropAsync("users.csv", file);
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
        await History.AddFileAsync(await NewestAsync(page), file, map: [("2", "hs_job_title"), ("3", "-")]);
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
        var id = await NewestAsync(page);
        await History.AddFileAsync(id, file);
        await page.DropAsync("again.csv", file);
        await page.ClickAsync("button", "Send 1 user");
        await page.SeesAsync("#note", "again.csv was sent before: no user of it is sent twice.");

        Assert.Equal([id], await page.TextsAsync("#uploads li.new .id"));
        HubSpot.AssertEachCreatedOnce([user]);
        await page.CloseAsync();
    }

    [Fact]
    public async Task What_no_app_could_take_never_leaves_the_browser()
    {
        var page = await Environment.SignInAsync();

        await page.DropAsync("users.pdf", [1]);
        await page.SeesAsync("#sheet .faults", "Files ending in .csv, .txt, .tsv, .jsonl, .ndjson, .json, .xlsx are taken.");
        await page.DropAsync("users.csv", []);
        await page.SeesAsync("#sheet .faults", "The file is empty.");
        await page.DoAsync("press", new() { ["value"] = "Escape" });
        await page.SeesNoneAsync("#sheet");

        Assert.DoesNotContain(await page.CloseAsync(), request => (string?)request!["method"] is "POST");
    }

    [Fact]
    public async Task Usual_mistakes_are_found_by_the_app_before_anything_is_sent()
    {
        var page = await Environment.SignInAsync();

        await page.DropAsync("users.csv", Encoding.UTF8.GetBytes("ada@example.com,Ada\ngrace@example.com,Grace\n"));
        await page.SeesAsync("#sheet", "The first line looks like a user.");
        await page.DropAsync("users.csv", Encoding.UTF8.GetBytes("hs_email,hs_given_name\n"));
        await page.SeesAsync("#sheet .faults", "no line with a user");
        await page.DropAsync("users.xlsx", Encoding.UTF8.GetBytes("hs_email\nada@example.com\n"));
        await page.SeesAsync("#sheet .faults", "The file is not an Excel workbook");
        await page.DropAsync("users.csv", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        await page.SeesAsync("#sheet .faults", "The file is an Excel workbook of the old format");
        await page.DropAsync("users.jsonl", Encoding.UTF8.GetBytes("{\"properties\":{\"hs_email\":\"ada@example.com\"}}\n{\"properties\":\n"));
        await page.SeesAsync("#sheet", "Lines that are left out");

        Assert.All((await page.CloseAsync(400)).Where(request => (string?)request!["method"] is "POST"), request => Assert.Contains("dryRun=true", (string?)request!["url"], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("users.xlsx", "Workbook")]
    [InlineData("users.jsonl", "JsonLines")]
    [InlineData("users.json", "Json")]
    [InlineData("users.csv", "Csv", "utf-16")]
    [InlineData("users.csv", "Csv", "utf-16BE")]
    [InlineData("users.csv", "Csv", "windows-1252")]
    [InlineData("users.txt", "Csv", "utf-8", '\t')]
    public async Task Whatever_the_app_takes_can_be_dropped(string name, string kind, string charset = "utf-8", char separator = ';')
    {
        var (page, users) = (await Environment.SignInAsync(), TestUser.Next(2));
        var file = ContentOf(kind, Encoding.GetEncoding(charset), separator, users);

        await page.DropAsync(name, file);
        await page.SeesAsync("#sheet .facts", "2 users");
        if (kind is "Csv")
        {
            // As the app reads it, the browser shows it.
            await page.SeesAsync("#sheet table", "Müller");
            await page.SeesAsync("#sheet .facts", separator is ';' ? "semicolon" : "tab");
        }

        await page.ClickAsync("button", "Send 2 users");
        await page.SeesAsync("#uploads li.new", "2 users: 2 created");

        Assert.Equal("Müller", HubSpot.RecordOf(users[0]).Properties["hs_family_name"]);
        await History.AddFileAsync(await NewestAsync(page), file, kind);
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_header_of_a_workbook_that_cannot_be_taken_is_put_right_by_the_number_of_its_column()
    {
        var (page, user) = (await Environment.SignInAsync(), TestUser.Next());
        var file = Workbooks.Of(["hs_email", "Jbo Title"], [user.Email, "Engineer"]);

        await page.DropAsync("users.xlsx", file);
        await page.SeesAsync("#sheet .faults", "Some columns cannot be taken");
        await page.FillAsync("[data-column=\"2\"]", "hs_job_title");
        await page.ClickAsync("button", "Check again");
        await page.ClickAsync("button", "Send 1 user");
        await page.SeesAsync("#uploads li.new", "1 user: 1 created");

        Assert.Equal("Engineer", HubSpot.RecordOf(user).Properties["hs_job_title"]);
        await History.AddFileAsync(await NewestAsync(page), file, "Workbook", map: [("2", "hs_job_title")]);
        await page.CloseAsync(400);
    }

    [Fact]
    public async Task An_encoding_that_cannot_be_determined_is_reported()
    {
        var (page, user) = (await Environment.SignInAsync(), TestUser.Next());
        var file = Encoding.GetEncoding("windows-1250").GetBytes($"hs_email,hs_given_name\n{user.Email},Łukasz\n");

        await page.DropAsync("users.csv", file);
        await page.SeesAsync("#sheet .faults", "UTF-8");
        await page.DoAsync("choose", new() { ["selector"] = "#sheet select", ["value"] = "windows-1250" });

        await page.SeesAsync("#sheet table", "Łukasz");
        await page.ClickAsync("button", "Send 1 user");
        await page.SeesAsync("#uploads li.new", "1 user: 1 created");
        Assert.Equal("Łukasz", HubSpot.RecordOf(user).Properties["hs_given_name"]);
        await History.AddFileAsync(await NewestAsync(page), file, charset: "windows-1250");
        await page.CloseAsync(400);
    }

    private static async Task<string> NewestAsync(BrowserPage page) => (await page.TextsAsync("#uploads li.new .id")).Single();

    /// <summary>A file of two users, one of which has a letter beyond ASCII.</summary>
    private static byte[] ContentOf(string kind, Encoding encoding, char separator, IReadOnlyList<TestUser> users)
    {
        string[] names = ["hs_email", "hs_family_name"];
        string[][] rows = [[users[0].Email, "Müller"], [users[1].Email, "Smith"]];
        var objects = rows.Select(row => new JsonObject { ["properties"] = new JsonObject { [names[0]] = row[0], [names[1]] = row[1] } }).ToList();
        return kind switch
        {
            "Workbook" => Workbooks.Of([names, .. rows]),
            "JsonLines" => Encoding.UTF8.GetBytes(string.Join('\n', objects.Select(UserMessages.Text))),
            "Json" => Encoding.UTF8.GetBytes(UserMessages.ArrayOf(objects)),
            _ => [.. encoding is UnicodeEncoding ? encoding.Preamble : default, .. encoding.GetBytes(string.Concat(rows.Prepend(names).Select(row => $"{string.Join(separator, row)}\n")))],
        };
    }
}
