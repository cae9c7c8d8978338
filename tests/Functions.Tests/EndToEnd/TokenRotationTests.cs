using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

public sealed class TokenRotationTests(AppFixture fixture) : EndToEndTest(fixture)
{
    private const string Secret = "rotated-token";
    private const int UsersOfMessage = 5;

    [Fact]
    public async Task When_the_token_is_rotated_amid_a_backlog_every_user_is_created_once()
    {
        var (old, fresh) = ($"pat-simulated-old-{Guid.NewGuid():N}", $"pat-simulated-new-{Guid.NewGuid():N}");
        HubSpot.AcceptToken(old);
        var oldVersion = Fixture.Environment.KeyVault.SetSecret(Secret, old);
        await using var app = await OwnApp.PrepareAsync(
            Fixture,
            new("KeyVault__SecretName", Secret),
            new("HubSpot__RateLimit", "20"));
        var users = TestUser.Next(1500);
        var ids = await app.Queue.SendAllAsync([.. users.Chunk(UsersOfMessage).Select(some => UserMessages.Of(some.Select(user => user.ToInput())))]);
        await app.StartAsync();
        await Eventually.HoldsAsync("a first call", () => HubSpot.CountOf(users) > 0);

        var freshVersion = Fixture.Environment.KeyVault.SetSecret(Secret, fresh);
        HubSpot.AcceptToken(fresh);
        HubSpot.RefuseToken(old);
        var createdWithOld = HubSpot.CountOf(users);

        await HubSpot.WaitForAsync(users);
        await app.Queue.WaitUntilEmptyAsync();
        var rows = await Tables.UsersOfAllAsync([.. ids]);
        Assert.InRange(createdWithOld, 1, users.Count - 1);
        Assert.Contains(HubSpot.CallsOf(ids), call => call.Status is 401);
        Assert.All(ids, id => Assert.Equal(Enumerable.Repeat("Created", UsersOfMessage), rows[id].Select(row => row.GetString("Outcome"))));
        HubSpot.AssertEachCreatedOnce(users);
        Assert.Contains(app.Output, line => line.Contains(oldVersion, StringComparison.Ordinal));
        Assert.Contains(app.Output, line => line.Contains(freshVersion, StringComparison.Ordinal));
        Assert.DoesNotContain(app.Output, line => line.Contains("pat-simulated", StringComparison.Ordinal));
        Assert.Empty(await app.Queue.CollectAsync());
    }
}
