using Functions.Tests.Dashboard.Drivers;

namespace Functions.Tests.Dashboard;

public sealed class KeyTests(DashboardEnvironment environment) : DashboardTest(environment)
{
    [Fact]
    public async Task A_wrong_key_opens_nothing_and_the_right_one_opens_the_page_without_becoming_part_of_an_address()
    {
        var (page, key) = (await Environment.OpenAsync(), Environment.App.Local.FunctionKey);

        await page.EnterKeyAsync(key[..^1]);
        await page.SeesAsync("#entry-problem", "The key was refused");
        Assert.Empty((await page.StateAsync())["stored"]!.AsArray());

        await page.EnterKeyAsync(key);
        await page.SeesAsync("#state", "Running");
        await page.DoAsync("reload");
        await page.SeesAsync("#state", "Running");
        Assert.Equal([key], (await page.StateAsync())["stored"]!.AsArray().Select(value => (string?)value));

        await page.ClickAsync("button", "Sign out");
        await page.SeesNoneAsync("#board");
        var left = await page.StateAsync();
        Assert.Empty(left["stored"]!.AsArray());
        Assert.Equal(new Uri(Environment.App.App.Address, "api/dashboard").AbsoluteUri, (string?)left["address"]);

        var requests = await page.CloseAsync(401);
        Assert.Contains(requests, request => (string?)request!["key"] == key);
        Assert.DoesNotContain(requests, request => ((string)request!["url"]!).Contains(key[..^1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_anyone_may_read_is_the_page_alone_and_it_runs_nothing_but_itself()
    {
        using var client = new HttpClient { BaseAddress = Environment.App.App.Address };

        using var response = await client.GetAsync(new Uri("api/dashboard", UriKind.Relative));

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Matches("^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'$", policy);
        Assert.DoesNotContain(Environment.App.Local.FunctionKey, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
