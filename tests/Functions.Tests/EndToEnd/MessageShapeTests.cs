using Functions.Tests.EndToEnd.Builders;
using HubSpotUsers.Messages;

namespace Functions.Tests.EndToEnd;

public sealed class MessageShapeTests(AppFixture fixture) : EndToEndTest(fixture)
{
    private static readonly Dictionary<string, Func<TestUser, string>> Shapes = new(StringComparer.Ordinal)
    {
        ["an input"] = UserMessages.Of,
        ["a list of inputs"] = user => UserMessages.Of(user.ToInput()),
        ["an array of inputs"] = user => UserMessages.ArrayOf(user.ToInput()),
        ["an input in base64"] = user => UserMessages.Base64(UserMessages.Of(user)),
        ["a list of inputs in base64"] = user => UserMessages.Base64(UserMessages.Of(user.ToInput())),
        ["base64 with a byte order mark"] = user => UserMessages.Base64(UserMessages.Of(user), byteOrderMark: true),
        ["with a trace context"] = user => UserMessages.Of(user).Replace("{\"properties\"", "{\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\",\"properties\"", StringComparison.Ordinal),
        ["names in another case"] = user => UserMessages.Of(user).Replace("\"properties\"", "\"Properties\"", StringComparison.Ordinal),
        ["base64 of base64"] = user => UserMessages.Base64(UserMessages.Base64(UserMessages.Of(user))),
        ["without associations"] = user => $$"""{ "properties": { "hs_email": "{{user.Email}}" } }""",
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public async Task A_message_is_taken_as(string shape)
    {
        var user = TestUser.Next();

        var sent = await Queue.SendAsync(Shapes[shape](user));

        Assert.Equal("Created", (await Tables.UserOfAsync(sent.MessageId)).GetString("Outcome"));
        HubSpot.RecordOf(user);
    }

    [Fact]
    public async Task Numbers_and_booleans_reach_HubSpot_as_strings_and_nulls_not_at_all()
    {
        var user = TestUser.Next();

        await Queue.SendAsync($$"""{"properties":{"hs_email":"{{user.Email}}","hs_internal_user_id":42,"hs_job_title":true,"hs_given_name":null} }""");

        await HubSpot.WaitForAsync([user]);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["hs_email"] = user.Email, ["hs_internal_user_id"] = "42", ["hs_job_title"] = "true" },
            HubSpot.RecordOf(user).Properties);
    }

    [Fact]
    public async Task A_message_with_more_users_than_a_batch_has_each_of_them_created_and_recorded()
    {
        var users = TestUser.Next(250);

        var sent = await Queue.SendAsync(UserMessages.Of(users.Select(user => user.ToInput())));

        var rows = await Tables.UsersOfAsync(sent.MessageId, users.Count);
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), rows.Select(row => row.GetString("HubSpotId")));
        Assert.All(HubSpot.CallsOf([sent.MessageId]), call => Assert.InRange(call.Inputs, 1, 100));
    }

    [Fact]
    public async Task Events_in_one_message_have_each_user_created_under_the_identity_of_its_event()
    {
        var users = TestUser.Next(3);
        var source = $"/tests/{Guid.NewGuid():N}";
        var events = users.Select((user, id) => $$"""{"specversion":"1.0","type":"t","source":"{{source}}","id":"{{id}}","data":{{UserMessages.Of(user)}}}""");

        await Queue.SendAsync($"[{string.Join(',', events)}]");

        var rows = await Tables.UsersOfAllAsync([.. users.Select((_, id) => EventHeader.IdOf(source, $"{id}"))]);
        Assert.All(rows, row => Assert.Equal("Created", Assert.Single(row).GetString("Outcome")));
        Assert.All(users, user => HubSpot.RecordOf(user));
    }

    [Fact]
    public async Task A_producers_id_is_the_source_id_of_its_users()
    {
        var (user, other) = (TestUser.Next(), TestUser.Next());
        var id = $"order:{Guid.NewGuid():N}";

        await Queue.SendAsync(UserMessages.WithId(id, user.ToInput(), other.ToInput()));

        var rows = await Tables.UsersOfAsync(id, 2);
        Assert.Equal([$"{id}-0", $"{id}-1"], rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.StartsWith("id-", row.PartitionKey, StringComparison.Ordinal));
        Assert.Equal([HubSpot.RecordOf(user).Id, HubSpot.RecordOf(other).Id], rows.Select(row => row.GetString("HubSpotId")));
    }
}
