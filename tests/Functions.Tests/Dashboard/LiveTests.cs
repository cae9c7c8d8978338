using System.Globalization;
using System.Text;
using Functions.Tests.Api.Drivers;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;
using History;
using Hosting;
using HubSpotUsers.Files;
using Simulators.HubSpot.Faults;
using Testing.Drivers;

namespace Functions.Tests.Dashboard;

public sealed class LiveTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const int Lines = 5000;
    private const int FaultyEvery = 250;
    private const int RejectedEvery = 40;

    /// <summary>Of 50 calls or so.</summary>
    private const int FirstRefusedCall = 25;

    [Fact]
    public async Task Numbers_follow_5000_users_through_faults_and_the_failures_miss_no_line_of_the_file()
    {
        await DropAllAsync();
        var (before, users) = (Account.Journal.Created.Count, TestUser.Next(Lines));
        var lines = users.Select((user, index) => new Line(index + 2, user)).ToList();
        var file = Encoding.UTF8.GetBytes(string.Join('\n', ["hs_email,hs_given_name", .. lines.Select(line => line.Text)]));
        var (faulty, rejected) = (lines.Count(line => line.IsFaulty), lines.Count(line => line.IsRejected));
        var page = await Environment.SignInAsync();
        await page.SeesAsync("#legend", "created");
        var earlier = (await Api.GetAsync("/requests")).Each("requests", "requestId").ToHashSet(StringComparer.Ordinal);
        AddFaults();

        await page.DropAsync("users.csv", file);
        await page.ClickAsync("button", $"Send {Number(Lines - faulty)} users", "#sheet");
        var id = await UploadedAsync(earlier);

        // The row that comes is the one that ends: it is not made anew at each look.
        await page.SeesAsync(Upload(id), "users");
        await page.DoAsync("mark", new() { ["selector"] = Upload(id) });
        await page.SeesAsync("#state", "Token refused");
        await Eventually.SeesAsync("the app's own figures on the page, amid the work", () => FiguresAsync(page, id), figures => figures.Page == figures.App && figures.Page.Contains("waiting", StringComparison.Ordinal));
        Assert.InRange(Account.Journal.Created.Count - before, 1, Lines / 2);

        Account.Faults.Clear();
        await Eventually.SeesAsync("an outcome for all", () => Api.GetAsync($"/requests/{id}"), response => (string?)response.Json["state"] is "Done");
        await page.SeesAsync(Upload(id), $"{Number(Lines - faulty)} users: {Number(Lines - faulty - rejected)} created, {rejected} rejected, {faulty} faulty lines");
        await page.SeesAsync($"{Upload(id)} .pill", "done");
        await page.SeesAsync("#state", "Running");
        Assert.True((bool)(await page.DoAsync("isMarked", new() { ["selector"] = Upload(id) }))!);
        await page.SeesAsync("#legend", $"{Number(Environment.Past["unknown"])} unknown");
        await page.SeesAsync("#needs-note", "users, oldest");
        Assert.InRange((double)(await page.StateAsync())["shifted"]!, 0, 0.05);

        var (name, text) = await page.DownloadAsync($"Failures ({faulty + rejected})", Upload(id));
        await page.CloseAsync();
        Assert.Equal($"failures-{id}.csv", name);
        var failed = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => int.Parse(row.Split(',')[0], CultureInfo.InvariantCulture)).ToHashSet();
        Assert.Equal(lines.Where(line => line.IsFaulty || line.IsRejected).Select(line => line.Number), failed.Order());
        HubSpot.AssertEachCreatedOnce([.. lines.Where(line => !failed.Contains(line.Number)).Select(line => line.User)]);
        await AssertHistoryAsync(id, file, before);
    }

    [Fact]
    public async Task The_hour_before_is_in_the_chart_with_the_limit()
    {
        var page = await Environment.SignInAsync();

        await page.SeesAsync("#legend", $"{Number(Environment.Past["already there"])} already there");
        await page.SeesAsync("#legend", "HubSpot’s limit: 1,900 a second");
        await page.SeesAsync("#rate-limit", "of 1,900");
        await page.CloseAsync();
    }

    /// <summary>Faults that pass, and then one that lasts, so that the figures stand still amid the work until it is over.</summary>
    private void AddFaults()
    {
        Account.Faults.Add(new FaultRule("reset-after") { Target = FaultTarget.BatchCreate, FromCall = 4 });
        Account.Faults.Add(new FaultRule("status-502-before") { Target = FaultTarget.BatchCreate, FromCall = 8 });
        Account.Faults.Add(new FaultRule("status-429-secondly") { Target = FaultTarget.BatchCreate, FromCall = 12 });
        Account.Faults.Add(new FaultRule("status-401-expired") { Target = FaultTarget.BatchCreate, FromCall = FirstRefusedCall, Times = int.MaxValue });
    }

    /// <summary>The upload that was not there before.</summary>
    private async Task<string> UploadedAsync(HashSet<string?> earlier)
    {
        var list = await Eventually.SeesAsync("the upload", () => Api.GetAsync("/requests"), response => !earlier.IsSupersetOf(response.Each("requests", "requestId")));
        return list.Each("requests", "requestId").Single(id => !earlier.Contains(id))!;
    }

    private async Task<(string Page, string App)> FiguresAsync(BrowserPage page, string id)
    {
        var app = (await Api.GetAsync($"/requests/{id}")).Json;
        var counts = new[] { ("Created", "created"), ("Rejected", "rejected") }
            .Select(one => (Count: (int?)app["outcomes"]![one.Item1] ?? 0, Word: one.Item2))
            .Append(((int)app["pending"]!, "waiting"))
            .Where(one => one.Item1 > 0)
            .Select(one => $"{Number(one.Item1)} {one.Item2}");
        return ((await page.TextsAsync($"{Upload(id)} [data-part=\"counts\"]")).Single(), $"{Number((int)app["inputs"]!)} users: {string.Join(", ", counts)}, {app["faultyLines"]} faulty lines");
    }

    private async Task AssertHistoryAsync(string id, byte[] file, int before)
    {
        using var body = new MemoryStream(file);
        var sent = (await ImportedMessages.OfAsync(id, body, new UserFileOptions { Kind = UserFileKind.Csv })).Select(message => new SentMessage(message.SourceId, message.Body)).ToList();
        var reader = new HistoryReader(Environment.App.Local.Storage.ConnectionString, LocalEnvironment.QueueName, Account, before);

        // The last message is deleted a little after the last outcome.
        var verdict = await Eventually.SeesAsync(
            "a history that holds",
            async () => Invariants.Check(await reader.ReadAsync(sent, new HashSet<string>(), [TestUser.Marker, .. Account.Settings.AcceptedTokens], Environment.App.App.Output, TestContext.Current.CancellationToken), isOver: true),
            verdict => verdict.Holds);
        Assert.Empty(verdict.Violations);
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A line of the file: most are users, some are no user, and some are users that HubSpot refuses.</summary>
    private sealed record Line(int Number, TestUser User)
    {
        public bool IsFaulty => Number % FaultyEvery is 0;

        public bool IsRejected => !IsFaulty && Number % RejectedEvery is 0;

        public string Text => IsFaulty ? "a,field,too,many" : $"{(IsRejected ? User.Email.Replace('@', '.') : User.Email)},{User.GivenName}";
    }
}
