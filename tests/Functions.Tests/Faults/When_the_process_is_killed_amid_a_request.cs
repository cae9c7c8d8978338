using Azure.Data.Tables;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Faults;

/// <summary>A request does not come back by itself, as a message does: its caller sees it fail, and may send it again or not.</summary>
[Collection(FaultCollections.One)]
public sealed class When_the_process_is_killed_amid_a_request(FaultEnvironment environment) : FaultTest(environment)
{
    private readonly IReadOnlyList<TestUser> _users = TestUser.Next(3);
    private readonly string _id = $"order:{Guid.NewGuid():N}";

    [Fact]
    public async Task Its_users_end_as_unknown_when_no_process_takes_them_over()
    {
        Run.Settings["Ledger__SweepAfter"] = "00:00:02";

        await KillAmidRequestAsync();
        await Run.StartAppAsync();

        await Run.EndAsync();
        Assert.All(await RowsAsync(), row => Assert.Equal("Unknown", row.GetString("Outcome")));
        Assert.Equal(_users.Count, (await RowsAsync()).Count);
        Assert.Equal(_users.Count, HubSpot.Journal.TotalCreated);
    }

    [Fact]
    public async Task Its_users_are_found_in_HubSpot_when_it_is_sent_again_after_the_sweep()
    {
        Run.Settings["Ledger__SweepAfter"] = "00:00:02";
        await KillAmidRequestAsync();
        var app = await Run.StartAppAsync();
        await Run.EndAsync();

        var response = await Run.PostAsync(app, Body());

        Assert.Equal(200, response.Status);
        Assert.All(response.Each("outcome"), outcome => Assert.Equal("Created", outcome));
        Assert.All(await RowsAsync(), row => Assert.Equal("Created", row.GetString("Outcome")));
        Assert.Equal(_users.Count, HubSpot.Journal.TotalCreated);
        await Run.EndAsync();
    }

    [Fact]
    public async Task Its_users_are_created_once_when_they_come_again_by_the_queue()
    {
        await KillAmidRequestAsync();
        await Run.SendWithIdAsync(_id, _users.Select(user => user.ToInput()));

        await Run.StartAppAsync();

        (await Run.EndAsync()).AssertAllCreated();
    }

    [Fact]
    public async Task Its_users_are_poisoned_when_nothing_tells_them_apart_and_they_come_again_by_the_queue()
    {
        Run.WithoutUniqueProperty();
        await KillAmidRequestAsync();
        await Run.StartAppAsync();
        await Eventually.SeesAsync("a dead intent", ExpiryAsync, expiresAt => expiresAt < TimeProvider.System.GetUtcNow());

        await Run.SendWithIdAsync(_id, _users.Select(user => user.ToInput()));

        var end = await Run.EndAsync();
        end.AssertOutcomes(("Unknown", _users.Count));
        Assert.Equal(_users.Count, HubSpot.Journal.TotalCreated);
    }

    private async Task KillAmidRequestAsync()
    {
        // A busy machine may take seconds to get as far as the call.
        Run.Settings["Ledger__IntentLifetime"] = "00:00:15";
        Run.Settings["HubSpot__RequestTimeout"] = "00:00:10";
        HubSpot.Faults.Add("hang-after");
        var app = await Run.StartAppAsync();
        var request = Run.PostAsync(app, Body());
        await Eventually.HoldsAsync("a call", () => HubSpot.Journal.Calls.Count > 0);
        await app.KillAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }

    private string Body() => UserMessages.WithId(_id, _users.Select(user => user.ToInput()));

    private async Task<List<TableEntity>> RowsAsync() => await Run.Tables.GetTableClient("HubSpotUsers").QueryAsync<TableEntity>().ToListAsync();

    private async Task<DateTimeOffset> ExpiryAsync() =>
        (await Run.Tables.GetTableClient("HubSpotIntents").QueryAsync<TableEntity>().SingleAsync()).GetDateTimeOffset("ExpiresAt")!.Value;
}
