using System.Net.Http.Headers;
using Simulators.HubSpot;
using Simulators.HubSpot.Journaling;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class LimitAndTokenTests
{
    [Fact]
    public async Task When_the_rolling_window_is_full_then_calls_are_refused_until_its_first_call_leaves_it()
    {
        await using var account = await StartAsync(new HubSpotSettings { RateLimit = 2 });

        var first = await account.GetAsync(V3);
        account.Time.Advance(TimeSpan.FromSeconds(6));
        var second = await account.GetAsync(V3);
        var third = await account.GetAsync(V3);
        account.Time.Advance(TimeSpan.FromSeconds(4));
        var fourth = await account.GetAsync(V3);
        var fifth = await account.GetAsync(V3);

        Assert.Equal([200, 200, 429, 200, 429], new[] { first, second, third, fourth, fifth }.Select(response => response.Status));
        Assert.Equal(["1", "0", "0", "0", "0"], new[] { first, second, third, fourth, fifth }.Select(response => response.Headers["X-HubSpot-RateLimit-Remaining"]));
        Assert.Equal("2", first.Headers["X-HubSpot-RateLimit-Max"]);
        Assert.Equal("10000", first.Headers["X-HubSpot-RateLimit-Interval-Milliseconds"]);
        Assert.Equal("TEN_SECONDLY_ROLLING", (string?)third.Json["policyName"]);
        Assert.Equal("RATE_LIMIT", (string?)third.Json["errorType"]);
        Assert.Equal("RATE_LIMITS", third.Category);
        Assert.Equal(4, account.Simulator.Journal.MaxCallsInAny(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task When_the_calls_of_the_day_are_used_up_then_the_account_waits_for_its_midnight()
    {
        await using var account = await StartAsync(new HubSpotSettings { DailyLimit = 1, AccountUtcOffset = TimeSpan.FromHours(13) });

        var first = await account.GetAsync(V3);
        var second = await account.GetAsync(V3);
        account.Time.Advance(TimeSpan.FromHours(2));
        var third = await account.GetAsync(V3);

        Assert.Equal([200, 429, 200], new[] { first, second, third }.Select(response => response.Status));
        Assert.Equal("DAILY", (string?)second.Json["policyName"]);
        Assert.Equal("1", first.Headers["X-HubSpot-RateLimit-Daily"]);
        Assert.Equal("0", first.Headers["X-HubSpot-RateLimit-Daily-Remaining"]);
    }

    [Fact]
    public async Task When_tokens_change_then_the_next_call_follows()
    {
        await using var account = await StartAsync();
        var before = await account.GetAsync(V3);

        account.Simulator.Settings = account.Simulator.Settings with { AcceptedTokens = ["new-token"], ExpiredTokens = [Token] };
        var expired = await account.GetAsync(V3);
        account.Simulator.Settings = account.Simulator.Settings with { ExpiredTokens = [] };
        var unknown = await account.GetAsync(V3);
        account.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "new-token");
        var after = await account.GetAsync(V3);

        Assert.Equal([200, 401, 401, 200], new[] { before, expired, unknown, after }.Select(response => response.Status));
        Assert.Equal("EXPIRED_AUTHENTICATION", expired.Category);
        Assert.Equal("INVALID_AUTHENTICATION", unknown.Category);
        Assert.Equal([TokenLabel.Of(Token), TokenLabel.Of("new-token")], account.Simulator.Journal.Calls.Select(call => call.Token).Distinct());
        Assert.DoesNotContain(account.Simulator.Journal.Calls, call => call.ToString().Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_a_scope_is_missing_then_the_response_names_it()
    {
        await using var account = await StartAsync(new HubSpotSettings { MissingScopes = ["crm.objects.users.write"] });

        var create = await account.CreateAsync(Inputs(1));
        var list = await account.GetAsync(V3);

        Assert.Equal(403, create.Status);
        Assert.Equal("MISSING_SCOPES", create.Category);
        Assert.Equal("crm.objects.users.write", (string?)create.Errors[0]["context"]!["requiredGranularScopes"]![0]);
        Assert.Equal(200, list.Status);
    }

    [Theory]
    [InlineData("crm/v3/objects/people/batch/create", 404)]
    [InlineData("crm/v3/objects/users/batch/create/more", 404)]
    [InlineData("crm/v3/objects/users", 405)]
    public async Task When_the_path_or_method_is_wrong_then_the_response_says_so(string path, int status)
    {
        await using var account = await StartAsync();

        var response = await account.PostAsync(path, "{}");

        Assert.Equal(status, response.Status);
        Assert.NotEmpty((string)response.Json["correlationId"]!);
    }
}
