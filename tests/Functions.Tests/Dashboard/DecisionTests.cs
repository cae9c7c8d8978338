using System.Text.Json.Nodes;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Dashboard;

/// <summary>What a person decides about one message, or about one user of it.</summary>
public sealed class DecisionTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const string HubSpotId = "987654321";

    [Fact]
    public async Task A_refused_user_is_typed_anew_with_the_keyboard_and_created_under_the_identity_it_had()
    {
        await DropAllAsync();
        var users = TestUser.Next(2);
        var id = await UploadAsync([users[0].ToInput("row-1"), users[1].ToBadAddressInput("row-2")]);
        var page = await Environment.SignInAsync();
        await OpenMessageAsync(page, "Rejected");
        await page.SeesAsync("#sheet li", "INVALID_EMAIL");

        await page.ClickAsync("button", "Correct", "#sheet");
        await page.ClickAsync("button", "Send as corrected", "#decision");
        await page.SeesAsync("#decision .problem", "Give at least one property a value.");
        await page.FillAsync("#decision [aria-label=\"Value of hs_email\"]", users[1].Email);
        await page.FillAsync("#correct-records", "5-1234");
        await page.ClickAsync("button", "Send as corrected", "#decision");
        await page.SeesAsync("#decision .problem", "is not TYPE:ID");
        await page.FillAsync("#correct-records", string.Empty);

        // Enter leads from the last value to a property of its own, and sends nothing.
        await page.DoAsync("focus", new() { ["selector"] = "#decision [aria-label=\"Value of hs_family_name\"]" });
        foreach (var (key, text) in new[] { ("Enter", "hs_job_title"), ("Enter", "<b>Admiral</b>") })
        {
            await page.DoAsync("press", new() { ["value"] = key });
            await page.DoAsync("type", new() { ["value"] = text });
        }

        Assert.Empty(HubSpot.RecordsOf(users[1]));
        await page.ClickAsync("button", "Send as corrected", "#decision");
        await page.SeesAsync("#sheet li [role=\"status\"]", "Sent as corrected.");
        await page.DoAsync("press", new() { ["value"] = "Escape" });
        await page.SeesAsync(Upload(id), "2 users: 2 created");
        await page.SeesAsync("#tasks .task", "One message: 1 message with 1 user");
        await page.SeesNoneAsync("#groups li");

        var record = HubSpot.RecordOf(users[1]);
        History.Correct(record.TraceId!, users[1].Email);
        Assert.Equal("<b>Admiral</b>", record.Properties["hs_job_title"]);
        Assert.Equal("row-2", (string?)(await OutcomesAsync(id))[1]!["objectWriteTraceId"]);
        await AssertQuietAsync(page);
    }

    [Fact]
    public async Task Of_users_of_unknown_outcome_each_message_and_each_user_is_decided_about_by_itself()
    {
        await DropAllAsync();
        var users = TestUser.Next(5);
        var (first, second) = (await PoisonAsync(users.Take(3)), await PoisonAsync(users.Skip(3).Take(1)));
        var third = await PoisonAsync(users.Skip(4));
        var page = await Environment.SignInAsync();

        await OpenMessageAsync(page, "Unknown", first);
        await page.ClickAsync("button", "It is in HubSpot", "#sheet li[data-key=\"0\"]");
        await page.FillAsync("#created-id", HubSpotId);
        await page.ClickAsync("button", "Mark as created", "#decision");
        await page.SeesAsync("#sheet li[data-key=\"0\"] [role=\"status\"]", "Recorded as created.");
        await page.ClickAsync("button", "Correct", "#sheet li[data-key=\"1\"]");
        await page.FillAsync("#decision [aria-label=\"Value of hs_email\"]", users[1].Email);
        await page.ClickAsync("button", "Send as corrected", "#decision");
        Assert.Empty(HubSpot.RecordsOf(users[1]));
        await page.DoAsync("click", new() { ["selector"] = "#decision [data-part=\"doubt\"]" });
        await page.ClickAsync("button", "Send as corrected", "#decision");
        await page.SeesAsync("#sheet li[data-key=\"1\"] [role=\"status\"]", "Sent as corrected.");
        await DecideAsync(page, "Send again", "send");
        await page.SeesAsync("#sheet .whole", "Sent again.");
        await HubSpot.WaitForAsync([users[1], users[2]]);

        await page.ClickAsync("button", "Back to the list");
        await OpenFromListAsync(page, second);
        await DecideAsync(page, "Delete", "drop");
        await page.SeesAsync("#sheet .whole", "Deleted.");
        Assert.Empty(HubSpot.RecordsOf(users[3]));

        // What was not decided about is as it was.
        await page.DoAsync("press", new() { ["value"] = "Escape" });
        await page.SeesAsync("#groups li .pill", "1 user");
        Assert.Empty(HubSpot.RecordsOf(users[4]));
        Assert.Empty(HubSpot.RecordsOf(users[0]));
        HubSpot.AssertEachCreatedOnce([users[1], users[2]]);
        var rows = await Eventually.SeesAsync("three outcomes", () => OutcomesAsync(first), found => found.Count(user => (string?)user!["outcome"] is "Created") is 3);
        Assert.Equal(HubSpotId, (string?)rows[0]!["id"]);
        Assert.Equal(third, (string?)(await Api.GetAsync("/poison/messages?reason=Unknown")).Json["messages"]!.AsArray().Single()!["sourceId"]);
        await AssertQuietAsync(page, 404);
        await DropAllAsync();
        History.Decide(first, 0);
        History.Decide(second, 0);
        History.Decide(third, 0);
    }

    /// <summary>Opens the messages of a reason, and one of them.</summary>
    private static async Task OpenMessageAsync(BrowserPage page, string reason, string? sourceId = null)
    {
        await page.ClickAsync("button", "Show", $"#groups li[data-key=\"{reason}\"]");
        await OpenFromListAsync(page, sourceId);
    }

    private static async Task OpenFromListAsync(BrowserPage page, string? sourceId)
    {
        await page.DoAsync("click", new() { ["selector"] = $"#sheet button[aria-label^=\"Decide about the message of {sourceId}\"]" });
        await page.SeesAsync("#sheet .whole", "Delete");
    }

    /// <summary>Decides about a whole message: nothing can be confirmed before the choice is made.</summary>
    private static async Task DecideAsync(BrowserPage page, string button, string choice)
    {
        await page.ClickAsync("button", button, "#sheet .whole");
        Assert.False(await page.IsEnabledAsync("button", button, "#decision"));
        await page.DoAsync("click", new() { ["selector"] = $"#decision input[value=\"{choice}\"]" });
        await page.ClickAsync("button", button, "#decision");
    }

    /// <summary>Fails if the page made HTML of what was typed, put a value into an address, or moved what is in a dialog.</summary>
    /// <param name="allowedStatuses">Responses that browsers report as errors: 404 where no user of a message is on record.</param>
    private static async Task AssertQuietAsync(BrowserPage page, params IReadOnlyList<int> allowedStatuses)
    {
        var state = await page.StateAsync();
        Assert.Equal(1, (int)state["injected"]!);
        Assert.InRange((double)state["shiftedInDialog"]!, 0, 0.05);
        Assert.DoesNotContain(await page.CloseAsync(allowedStatuses), request => ((string)request!["url"]!).Contains(TestUser.Marker, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<JsonArray> OutcomesAsync(string sourceId) =>
        (await Api.GetAsync($"/{(sourceId.Contains('-', StringComparison.Ordinal) ? "users/" + sourceId : $"requests/{sourceId}/users")}")).Json["users"]!.AsArray();

    /// <summary>Poisons users in doubt, as the app does when an intent's process died and its users never came back.</summary>
    /// <returns>Their source.</returns>
    private async Task<string> PoisonAsync(IEnumerable<TestUser> users)
    {
        var sourceId = Guid.NewGuid().ToString();
        List<TestUser> all = [.. users];
        await Environment.App.Queue.PoisonAsync(UserMessages.Poisoned(sourceId, "Unknown", all.Select(user => user.ToInput())));
        History.Add(sourceId, UserMessages.Of(all.Select(user => user.ToInput())));
        return sourceId;
    }
}
