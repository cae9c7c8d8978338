using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;
using Hosting;
using Simulators.Storage;

namespace Functions.Tests.EndToEnd;

public sealed class RestartTests(AppFixture fixture) : EndToEndTest(fixture)
{
    private const int UsersOfMessage = 4;

    [Fact]
    public async Task Messages_sent_while_the_app_is_down_are_done_when_it_is_up_again()
    {
        await using var app = await OwnApp.PrepareAsync(Fixture);
        var (before, meanwhile) = (TestUser.Next(), TestUser.Next(20));
        await app.StartAsync();
        await app.Queue.SendAsync(UserMessages.Of(before));
        await HubSpot.WaitForAsync([before]);
        await app.StopAsync();
        var ids = await app.Queue.SendAllAsync([.. meanwhile.Select(UserMessages.Of)]);
        Assert.Equal(0, HubSpot.CountOf(meanwhile));

        await app.StartAsync();

        await Tables.UsersOfAllAsync([.. ids]);
        await app.Queue.WaitUntilEmptyAsync();
        HubSpot.AssertEachCreatedOnce([before, .. meanwhile]);
    }

    [Fact]
    public async Task Stopping_amid_a_backlog_loses_no_user_and_creates_none_twice()
    {
        // A call a second: the app is stopped after the first, with batches filled and to be filled.
        await using var storage = await StorageProxy.StartAsync(Fixture.Environment.Storage);
        // What a batch that the stop cuts off has waits for the end of its intent.
        await using var app = await OwnApp.PrepareAsync(
            Fixture, new("HubSpot__RateLimit", "10"), new("UsersStorage", storage.Connection.ConnectionString), new("Ledger__IntentLifetime", "00:01:00"));
        var users = TestUser.Next(800);
        var ids = await app.Queue.SendAllAsync([.. users.Chunk(UsersOfMessage).Select(some => UserMessages.Of(some.Select(user => user.ToInput())))]);
        await app.StartAsync();
        await Eventually.HoldsAsync("a first call", () => HubSpot.CountOf(users) > 0);

        await app.StopAsync();

        // Like Azure's, the listener gives back no message whose function is asked to stop as it stops.
        await DeadLeases.EndAsync(storage, Fixture.Environment.Storage.ConnectionString);
        var createdBeforeTheStop = HubSpot.CountOf(users);
        await app.StartAsync();

        Assert.InRange(createdBeforeTheStop, 1, users.Count - 1);
        await HubSpot.WaitForAsync(users);
        await app.Queue.WaitUntilEmptyAsync();
        var rows = await Tables.UsersOfAllAsync([.. ids]);
        Assert.All(ids, id => Assert.Equal(Enumerable.Repeat("Created", UsersOfMessage), rows[id].Select(row => row.GetString("Outcome"))));
        HubSpot.AssertEachCreatedOnce(users);
        Assert.Empty(await app.Queue.CollectAsync());
    }
}
