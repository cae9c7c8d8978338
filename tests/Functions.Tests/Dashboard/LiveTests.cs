using System.Globalization;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;
using Simulators.HubSpot.Faults;

namespace Functions.Tests.Dashboard;

public sealed class LiveTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const int Users = 5000;
    private const int RejectedEvery = 100;
    private const int Rejected = Users / RejectedEvery;

    /// <summary>From this call on HubSpot refuses the token, so that the page is seen amid the upload, however fast that is.</summary>
    private const int FirstRefused = 16;

    [Fact]
    public async Task Numbers_follow_users_with_faults_and_the_failures_of_an_upload_are_a_file_that_names_each()
    {
        var page = await Environment.SignInAsync();
        await page.SeesAsync("#legend", "created");
        var inputs = TestUser.Next(Users).Select((user, index) => index % RejectedEvery is 0 ? user.ToRejectedInput($"bad-{index}") : user.ToInput($"good-{index}"));
        var before = Account.Journal.TotalCreated;
        Account.Faults.Add(new FaultRule("status-401-expired") { FromCall = FirstRefused, Probability = 1 });

        var id = await SendRequestAsync([.. inputs]);

        // The row that comes is the one that ends: it is not made anew at each look.
        await page.SeesAsync(Upload(id), $"{Number(Users)} users");
        await page.DoAsync("mark", new() { ["selector"] = Upload(id) });
        await page.SeesAsync("#state", "Token refused");
        await Eventually.SeesAsync(
            "the users that HubSpot has, and those that wait",
            async () => (Shown: await page.TextsAsync(Upload(id)), Created: (int)(Account.Journal.TotalCreated - before)),
            seen => seen.Created is > 0 and < Users - Rejected && seen.Shown.Single() is var shown && shown.Contains($"{Number(seen.Created)} created", StringComparison.Ordinal) && shown.Contains(" waiting", StringComparison.Ordinal));
        Account.Faults.Clear();
        await page.SeesAsync("#state", "Running");
        await page.SeesAsync(Upload(id), $"{Number(Users)} users: {Number(Users - Rejected)} created, {Rejected} rejected");
        await page.SeesAsync($"{Upload(id)} .pill", "done");
        Assert.True((bool)(await page.DoAsync("isMarked", new() { ["selector"] = Upload(id) }))!);

        // Those of the hour before, and those that other tests dropped in doubt.
        var steps = (await Api.GetAsync("/outcomes")).Json["steps"]!.AsArray();
        Assert.InRange(steps.Sum(step => (int)step!["unknown"]!), Environment.Past["unknown"], Environment.Past["unknown"] + 100);
        await page.SeesAsync("#legend", $"{Number(steps.Sum(step => (int)step!["unknown"]!))} unknown");
        await page.SeesAsync("#needs-note", "users, oldest");
        Assert.InRange((double)(await page.StateAsync())["shifted"]!, 0, 0.05);

        var (name, text) = await page.DownloadAsync($"Failures ({Rejected})", Upload(id));
        Assert.Equal($"failures-{id}.csv", name);
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Enumerable.Range(0, Rejected).Select(number => $"bad-{number * RejectedEvery}"),
            lines.Skip(1).Select(line => line.Split(',')[2]));
        await page.CloseAsync();
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

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
