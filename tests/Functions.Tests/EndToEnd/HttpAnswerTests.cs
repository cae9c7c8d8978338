using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.EndToEnd;

public sealed class HttpAnswerTests(AppFixture fixture) : EndToEndTest(fixture)
{
    [Fact]
    public async Task When_all_users_are_created_the_answer_is_200_with_HubSpots_ids_in_the_order_sent()
    {
        var users = TestUser.Next(3);

        var answer = await Http.PostAsync(UserMessages.Of(users.Select((user, index) => user.ToInput($"mine-{index}"))));

        Assert.Equal((200, "application/json", "Succeeded"), (answer.Status, answer.MediaType, answer.Outcome));
        Assert.Equal(["0", "1", "2"], answer.Results.Select(result => result["index"]!.ToJsonString()));
        Assert.Equal(["mine-0", "mine-1", "mine-2"], answer.Each("objectWriteTraceId"));
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), answer.Each("id"));
        Assert.All(answer.Each("outcome"), outcome => Assert.Equal("Created", outcome));
        Assert.Contains(answer.Each("batchId")[0], answer.Batches.Select(batch => (string?)batch["id"]));
    }

    [Fact]
    public async Task When_some_users_are_created_the_answer_is_207_with_what_became_of_each()
    {
        var (existing, created, rejected) = (TestUser.Next(), TestUser.Next(), TestUser.Next());
        await Http.PostAsync(UserMessages.Of(existing));

        var answer = await Http.PostAsync(UserMessages.Of(rejected.ToRejectedInput("a"), created.ToInput("b"), existing.ToInput("c")));

        Assert.Equal((207, "PartiallySucceeded"), (answer.Status, answer.Outcome));
        Assert.Equal(["Rejected", "Created", "Duplicate"], answer.Each("outcome"));
        Assert.Equal(["a", "b", "c"], answer.Each("objectWriteTraceId"));
        Assert.Equal([null, HubSpot.RecordOf(created).Id, null], answer.Each("id"));
        Assert.Equal([null, null, HubSpot.RecordOf(existing).Id], answer.Each("existingId"));
        Assert.Equal(["VALIDATION_ERROR", null, "CONFLICT"], answer.Each("errorCategory"));
        Assert.Contains("no_such_property (PROPERTY_DOESNT_EXIST)", answer.Each("errorMessage")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_no_user_is_created_the_answer_is_422()
    {
        var existing = TestUser.Next();
        await Http.PostAsync(UserMessages.Of(existing));

        var answer = await Http.PostAsync(UserMessages.Of(TestUser.Next().ToRejectedInput(), existing.ToInput()));

        Assert.Equal((422, "Failed"), (answer.Status, answer.Outcome));
        Assert.Equal(["Rejected", "Duplicate"], answer.Each("outcome"));
    }

    [Fact]
    public async Task The_users_of_a_request_are_recorded_under_its_id()
    {
        var users = TestUser.Next(2);

        var answer = await Http.PostAsync(UserMessages.ArrayOf(users.Select((user, index) => user.ToInput($"mine-{index}"))));

        var rows = await Tables.UsersOfAsync(answer.RequestId, 2);
        Assert.Equal([$"{answer.RequestId}-0", $"{answer.RequestId}-1"], rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Equal("Http", row.GetString("Source")));
        Assert.Equal(["mine-0", "mine-1"], rows.Select(row => row.GetString("ObjectWriteTraceId")));
        Assert.Equal(answer.Each("id"), rows.Select(row => row.GetString("HubSpotId")));
        Assert.Equal(answer.Each("batchId"), rows.Select(row => row.GetGuid("BatchId").ToString()));
    }

    [Fact]
    public async Task The_callers_trace_ids_need_not_be_unique()
    {
        var users = TestUser.Next(2);

        var answer = await Http.PostAsync(UserMessages.Of(users.Select(user => user.ToInput("same"))));

        Assert.Equal(200, answer.Status);
        Assert.Equal(["same", "same"], answer.Each("objectWriteTraceId"));
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), answer.Each("id"));
    }

    [Fact]
    public async Task A_request_with_more_users_than_a_batch_is_answered_as_one()
    {
        var users = TestUser.Next(230);

        var answer = await Http.PostAsync(UserMessages.Of(users.Select(user => user.ToInput())));

        Assert.Equal(200, answer.Status);
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), answer.Each("id"));
        Assert.True(answer.Batches.Count >= 3);
    }
}
