using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

public sealed class FairnessTests(AppFixture fixture) : EndToEndTest(fixture)
{
    [Fact]
    public async Task A_request_gets_its_response_long_before_the_backlog_of_the_queue_is_done()
    {
        await using var app = await OwnApp.PrepareAsync(Fixture, new KeyValuePair<string, string>("HubSpot__RateLimit", "10"));
        var (queued, requested) = (TestUser.Next(3000), TestUser.Next(3));
        await app.Queue.SendAllAsync([.. queued.Chunk(50).Select(some => UserMessages.Of(some.Select(user => user.ToInput())))]);
        await app.StartAsync();
        using var http = new HttpDriver(app.Address, Fixture.Environment.FunctionKey);
        await Eventually.HoldsAsync("a first call", () => HubSpot.CountOf(queued) > 0);

        var response = await http.PostAsync(UserMessages.Of(requested.Select(user => user.ToInput())));
        var doneByThen = HubSpot.CountOf(queued);

        Assert.Equal(200, (int)response.Status);
        Assert.InRange(doneByThen, 1, queued.Count / 2);
        await HubSpot.WaitForAsync(queued);
        HubSpot.AssertEachCreatedOnce([.. queued, .. requested]);
    }
}
