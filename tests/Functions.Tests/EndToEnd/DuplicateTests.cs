using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.EndToEnd;

public sealed class DuplicateTests(AppFixture fixture) : EndToEndTest(fixture)
{
    [Fact]
    public async Task A_user_HubSpot_has_already_is_a_duplicate_with_the_id_it_has()
    {
        var user = TestUser.Next();
        var first = await Tables.UserOfAsync((await Queue.SendAsync(UserMessages.Of(user))).MessageId);

        var second = await Tables.UserOfAsync((await Queue.SendAsync(UserMessages.Of(user))).MessageId);

        Assert.Equal("Duplicate", second.GetString("Outcome"));
        Assert.Equal(first.GetString("HubSpotId"), second.GetString("ExistingId"));
        Assert.Equal("CONFLICT", second.GetString("ErrorCategory"));
        Assert.DoesNotContain("HubSpotId", second.Keys);
        HubSpot.RecordOf(user);
    }

    [Fact]
    public async Task Two_inputs_of_a_message_with_the_same_e_mail_become_one_user()
    {
        var user = TestUser.Next();
        var twin = user with { Email = user.Email.ToUpperInvariant() };

        var sent = await Queue.SendAsync(UserMessages.Of(user.ToInput(), twin.ToInput()));

        var rows = await Tables.UsersOfAsync(sent.MessageId, 2);
        Assert.Equal(["Created", "Duplicate"], rows.Select(row => row.GetString("Outcome")).Order());
        Assert.Equal(2, rows.Select(row => row.GetGuid("BatchId")).Distinct().Count());
        HubSpot.RecordOf(user);
    }

    [Fact]
    public async Task A_duplicate_is_not_poisoned()
    {
        await using var app = await OwnApp.PrepareAsync(Fixture);
        var user = TestUser.Next();
        var ids = await app.Queue.SendAllAsync([UserMessages.Of(user), UserMessages.Of(user)]);

        await app.StartAsync();

        await Tables.UsersOfAllAsync([.. ids]);
        await app.Queue.WaitUntilEmptyAsync();
        Assert.Empty(await app.Queue.CollectAsync());
    }

    [Fact]
    public async Task A_message_sent_twice_with_its_producers_id_goes_to_HubSpot_once()
    {
        await using var app = await OwnApp.PrepareAsync(Fixture);
        await app.StartAsync();
        var user = TestUser.Next();
        var id = $"order:{Guid.NewGuid():N}";
        await app.Queue.SendAsync(UserMessages.WithId(id, user.ToInput()));
        var first = await Tables.UserOfAsync(id);

        await app.Queue.SendAsync(UserMessages.WithId(id, user.ToInput()));

        await app.Queue.WaitUntilEmptyAsync();
        var second = await Tables.UserOfAsync(id);
        Assert.Equal("Created", second.GetString("Outcome"));
        Assert.All(["HubSpotId", "BatchId", "CompletedAt", "Attempt"], field => Assert.Equal(first[field], second[field]));
        Assert.Single(HubSpot.CallsOf([id]));
        Assert.Empty(await app.Queue.CollectAsync());
    }

    [Fact]
    public async Task A_request_sent_twice_with_its_callers_id_gets_the_same_response_and_goes_to_HubSpot_once()
    {
        var users = TestUser.Next(2);
        var request = UserMessages.WithId($"import:{Guid.NewGuid():N}", users.Select((user, index) => user.ToInput($"mine-{index}")));
        var first = await Http.PostAsync(request);

        var second = await Http.PostAsync(request);

        Assert.Equal((200, first.RequestId), (second.Status, second.RequestId));
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), second.Each("id"));
        Assert.Equal(["mine-0", "mine-1"], second.Each("objectWriteTraceId"));
        Assert.Single(HubSpot.CallsOf([first.RequestId]));
    }
}
