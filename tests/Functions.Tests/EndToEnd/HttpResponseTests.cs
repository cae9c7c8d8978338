using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.EndToEnd;

public sealed class HttpResponseTests(AppFixture fixture) : EndToEndTest(fixture)
{
    [Fact]
    public async Task When_all_users_are_created_the_response_is_200_with_HubSpots_ids_in_the_order_sent()
    {
        var users = TestUser.Next(3);

        var response = await Http.PostAsync(UserMessages.Of(users.Select((user, index) => user.ToInput($"mine-{index}"))));

        Assert.Equal((200, "application/json", "Succeeded"), (response.Status, response.MediaType, response.Outcome));
        Assert.Equal(["0", "1", "2"], response.Results.Select(result => result["index"]!.ToJsonString()));
        Assert.Equal(["mine-0", "mine-1", "mine-2"], response.Each("objectWriteTraceId"));
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), response.Each("id"));
        Assert.All(response.Each("outcome"), outcome => Assert.Equal("Created", outcome));
        Assert.Contains(response.Each("batchId")[0], response.Batches.Select(batch => (string?)batch["id"]));
    }

    [Fact]
    public async Task When_some_users_are_created_the_response_is_207_with_what_became_of_each()
    {
        var (existing, created, rejected) = (TestUser.Next(), TestUser.Next(), TestUser.Next());
        await Http.PostAsync(UserMessages.Of(existing));

        var response = await Http.PostAsync(UserMessages.Of(rejected.ToRejectedInput("a"), created.ToInput("b"), existing.ToInput("c")));

        Assert.Equal((207, "PartiallySucceeded"), (response.Status, response.Outcome));
        Assert.Equal(["Rejected", "Created", "Duplicate"], response.Each("outcome"));
        Assert.Equal(["a", "b", "c"], response.Each("objectWriteTraceId"));
        Assert.Equal([null, HubSpot.RecordOf(created).Id, null], response.Each("id"));
        Assert.Equal([null, null, HubSpot.RecordOf(existing).Id], response.Each("existingId"));
        Assert.Equal(["VALIDATION_ERROR", null, "CONFLICT"], response.Each("errorCategory"));
        Assert.Contains("no_such_property (PROPERTY_DOESNT_EXIST)", response.Each("errorMessage")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_no_user_is_created_the_response_is_422()
    {
        var existing = TestUser.Next();
        await Http.PostAsync(UserMessages.Of(existing));

        var response = await Http.PostAsync(UserMessages.Of(TestUser.Next().ToRejectedInput(), existing.ToInput()));

        Assert.Equal((422, "Failed"), (response.Status, response.Outcome));
        Assert.Equal(["Rejected", "Duplicate"], response.Each("outcome"));
    }

    [Fact]
    public async Task The_users_of_a_request_are_recorded_under_its_id()
    {
        var users = TestUser.Next(2);

        var response = await Http.PostAsync(UserMessages.ArrayOf(users.Select((user, index) => user.ToInput($"mine-{index}"))));

        var rows = await Tables.UsersOfAsync(response.RequestId, 2);
        Assert.Equal([$"{response.RequestId}-0", $"{response.RequestId}-1"], rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Equal("Http", row.GetString("Source")));
        Assert.Equal(["mine-0", "mine-1"], rows.Select(row => row.GetString("ObjectWriteTraceId")));
        Assert.Equal(response.Each("id"), rows.Select(row => row.GetString("HubSpotId")));
        Assert.Equal(response.Each("batchId"), rows.Select(row => row.GetGuid("BatchId").ToString()));
    }

    [Fact]
    public async Task The_callers_trace_ids_need_not_be_unique()
    {
        var users = TestUser.Next(2);

        var response = await Http.PostAsync(UserMessages.Of(users.Select(user => user.ToInput("same"))));

        Assert.Equal(200, response.Status);
        Assert.Equal(["same", "same"], response.Each("objectWriteTraceId"));
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), response.Each("id"));
    }

    [Fact]
    public async Task A_request_with_more_users_than_a_batch_gets_one_response()
    {
        var users = TestUser.Next(230);

        var response = await Http.PostAsync(UserMessages.Of(users.Select(user => user.ToInput())));

        Assert.Equal(200, response.Status);
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), response.Each("id"));
        Assert.True(response.Batches.Count >= 3);
    }
}
