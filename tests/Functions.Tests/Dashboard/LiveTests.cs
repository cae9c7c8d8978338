using System.Globalization;
using Functions.Tests.Dashboard.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Dashboard;

public sealed class LiveTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    private const int Users = 600;
    private const int RejectedEvery = 20;

    [Fact]
    public async Task Numbers_follow_users_with_faults_and_the_failures_of_an_upload_are_a_file_that_names_each()
    {
        var page = await Environment.SignInAsync();
        await page.SeesAsync("#legend", "created");
        var inputs = TestUser.Next(Users).Select((user, index) => index % RejectedEvery is 0 ? user.ToRejectedInput($"bad-{index}") : user.ToInput($"good-{index}"));

        var id = (await Api.PostBatchAsync(UserMessages.Of(inputs), ("Prefer", "respond-async"))).RequestId;

        // The row that comes is the one that ends: it is not made anew at each look.
        await page.SeesAsync(Upload(id), $"{Users} users");
        await page.DoAsync("mark", new() { ["selector"] = Upload(id) });
        await page.SeesAsync(Upload(id), $"{Users} users: {Users - (Users / RejectedEvery)} created, {Users / RejectedEvery} rejected");
        await page.SeesAsync($"{Upload(id)} .pill", "done");
        Assert.True((bool)(await page.DoAsync("isMarked", new() { ["selector"] = Upload(id) }))!);
        await page.SeesAsync("#legend", $"{Number(Environment.Past["unknown"])} unknown");
        await page.SeesAsync("#needs-note", "users, oldest");
        Assert.InRange((double)(await page.StateAsync())["shifted"]!, 0, 0.05);

        var (name, text) = await page.DownloadAsync($"Failures ({Users / RejectedEvery})", Upload(id));
        Assert.Equal($"failures-{id}.csv", name);
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            Enumerable.Range(0, Users / RejectedEvery).Select(number => $"bad-{number * RejectedEvery}"),
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
