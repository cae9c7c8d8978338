using Simulators.HubSpot;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class ReadingTests
{
    [Theory]
    [InlineData(V3)]
    [InlineData(Dated)]
    public async Task BatchRead_by_unique_property_finds_users_and_names_the_missing(string root)
    {
        await using var account = await StartAsync();
        await account.CreateAsync(Input("Ann@example.com", "t1", ("hs_job_title", "Pilot"), ("hs_given_name", "Ann")));

        var found = await account.ReadAsync(root, "hs_email", "ANN@example.com");
        var mixed = await account.ReadAsync(root, "hs_email", "ann@example.com", "bob@example.com", "carl@example.com");

        var user = Assert.Single(found.Results);
        Assert.Equal(200, found.Status);
        Assert.Equal(
            ["hs_createdate", "hs_email", "hs_job_title", "hs_lastmodifieddate", "hs_object_id"],
            user["properties"]!.AsObject().Select(property => property.Key));
        Assert.Equal(207, mixed.Status);
        Assert.Single(mixed.Results);
        Assert.Equal("OBJECT_NOT_FOUND", (string?)mixed.Errors[0]["category"]);
        Assert.Equal(["bob@example.com", "carl@example.com"], mixed.Errors[0]["context"]!["ids"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task BatchRead_by_a_property_that_is_not_unique_is_refused()
    {
        await using var account = await StartAsync();

        var response = await account.ReadAsync(V3, "hs_job_title", "Pilot");

        Assert.Equal(400, response.Status);
    }

    [Fact]
    public async Task BatchRead_of_more_than_100_is_refused()
    {
        await using var account = await StartAsync();

        var response = await account.ReadAsync(V3, null, [.. Enumerable.Range(1, 101).Select(n => $"{n}")]);

        Assert.Equal(400, response.Status);
    }

    [Fact]
    public async Task Get_finds_a_user_by_id_and_by_unique_property()
    {
        await using var account = await StartAsync();
        var id = (string)(await account.CreateAsync(Input("ann@example.com"))).Results[0]["id"]!;

        var byId = await account.GetAsync($"{V3}/{id}?properties=hs_email");
        var byEmail = await account.GetAsync($"{V3}/ann%40example.com?idProperty=hs_email");
        var missing = await account.GetAsync($"{V3}/1");

        Assert.Equal("ann@example.com", (string?)byId.Json["properties"]!["hs_email"]);
        Assert.Equal(id, (string?)byEmail.Json["id"]);
        Assert.Equal(404, missing.Status);
        Assert.Equal("OBJECT_NOT_FOUND", missing.Category);
    }

    [Fact]
    public async Task List_pages_through_all_users()
    {
        await using var account = await StartAsync();
        await account.CreateAsync(Inputs(25));
        var ids = new List<string>();

        for (var path = $"{V3}?limit=10&properties=hs_email"; path is not null;)
        {
            var page = await account.GetAsync(path);
            ids.AddRange(page.Results.Select(user => (string)user["id"]!));
            path = (string?)page.Json["paging"]?["next"]?["link"];
        }

        Assert.Equal(account.Simulator.Journal.Created.Select(user => user.Id), ids);
    }

    [Fact]
    public async Task When_only_counts_are_kept_then_users_are_still_found_by_unique_property()
    {
        await using var account = await StartAsync(new HubSpotSettings { CountsOnly = true });
        await account.CreateAsync(Inputs(2));

        var read = await account.ReadAsync(V3, "hs_email", "u2@example.com");
        var again = await account.CreateAsync(Input("u1@example.com", "t1"));

        Assert.Equal("u2@example.com", (string?)read.Results[0]["properties"]!["hs_email"]);
        Assert.Equal(207, again.Status);
        Assert.Empty(account.Simulator.Journal.Calls);
        Assert.Empty(account.Simulator.Journal.Created);
        Assert.Equal(3, account.Simulator.Journal.Summarize().TotalCalls);
        Assert.Equal(2, account.Simulator.Journal.Summarize().UniqueValues);
    }
}
