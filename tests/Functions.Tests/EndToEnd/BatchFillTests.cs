using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

public sealed class BatchFillTests(AppFixture fixture) : EndToEndTest(fixture)
{
    /// <summary>Patient enough that a busy machine splits no batch.</summary>
    private static readonly Dictionary<string, string> Patient = new(StringComparer.Ordinal)
    {
        ["Batching__IdleFlush"] = "00:00:05",
        ["Batching__MaxWait"] = "00:01:00",
    };

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(99, 1, 1)]
    [InlineData(100, 1, 1)]
    [InlineData(101, 2, 2)]
    [InlineData(1000, 10, 12)]
    public async Task Waiting_messages_share_full_batches(int messages, int fewestCalls, int mostCalls)
    {
        await using var app = await OwnApp.PrepareAsync(Fixture, Patient);
        var users = TestUser.Next(messages);
        var ids = await app.Queue.SendAllAsync([.. users.Select(UserMessages.Of)]);

        await app.StartAsync();

        await HubSpot.WaitForAsync(users);
        var rows = await Tables.UsersOfAllAsync([.. ids]);
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), ids.Select(id => Assert.Single(rows[id]).GetString("HubSpotId")));
        Assert.InRange(HubSpot.CallsOf(ids).Count, fewestCalls, mostCalls);
        await app.Queue.WaitUntilEmptyAsync();
        Assert.Empty(await app.Queue.CollectAsync());
        Assert.Empty(await Tables.IntentsOfAsync(ids));
    }
}
