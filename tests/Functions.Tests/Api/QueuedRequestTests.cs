using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Api;

public sealed class QueuedRequestTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task A_caller_that_prefers_not_to_wait_is_reported_where_to_look()
    {
        var users = TestUser.Next(250);

        var response = await Api.PostBatchAsync(UserMessages.Of(users.Select((user, index) => user.ToInput($"mine-{index}"))), ("Prefer", "respond-async, wait=5"));

        Assert.Equal(202, response.Status);
        Assert.Equal("respond-async", Assert.Single(response.Headers.GetValues("Preference-Applied")));
        var done = await WhenDoneAsync(response.RequestId);
        Assert.Equal((250, 3, 250), ((int)done.Json["inputs"]!, (int)done.Json["messages"]!, (int)done.Json["outcomes"]!["Created"]!));
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Fact]
    public async Task Its_outcomes_are_read_page_by_page_in_the_order_sent()
    {
        var users = TestUser.Next(250);
        var response = await Api.PostBatchAsync(UserMessages.Of(users.Select((user, index) => user.ToInput($"mine-{index}"))), ("Prefer", "respond-async"));
        await WhenDoneAsync(response.RequestId);

        List<string?> traceIds = [];
        List<string?> ids = [];
        for (string? continuation = "0"; continuation is not null;)
        {
            var page = await Api.GetAsync($"/requests/{response.RequestId}?top=100&continuation={continuation}");
            traceIds.AddRange(page.Each("users", "objectWriteTraceId"));
            ids.AddRange(page.Each("users", "id"));
            continuation = (string?)page.Json["continuation"];
        }

        Assert.Equal(users.Select((_, index) => $"mine-{index}"), traceIds);
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), ids);
    }

    [Fact]
    public async Task A_request_that_is_over_has_a_tag_by_which_it_need_not_be_sent_again()
    {
        var response = await Api.PostBatchAsync(UserMessages.Of(TestUser.Next()), ("Prefer", "respond-async"));
        var done = await WhenDoneAsync(response.RequestId);

        var again = await Api.GetAsync($"/requests/{response.RequestId}", ("If-None-Match", done.Headers.ETag!.ToString()));

        Assert.Equal((304, string.Empty), (again.Status, again.Text));
        Assert.True(done.Headers.CacheControl!.Private);
    }

    [Fact]
    public async Task A_user_no_message_has_room_for_is_400_and_nothing_is_sent()
    {
        var (small, large) = (TestUser.Next(), TestUser.Next());
        var input = large.ToInput();
        input["properties"]!["hs_job_title"] = new string('x', 65_200);

        var response = await Api.PostBatchAsync(UserMessages.Of(small.ToInput(), input), ("Prefer", "respond-async"));

        Assert.Equal((400, "/inputs/1"), (response.Status, Assert.Single(response.Each("errors", "pointer"))));
        Assert.Empty(HubSpot.RecordsOf(small));
    }

    [Fact]
    public async Task A_synchronous_request_can_be_read_too()
    {
        var response = await Api.PostBatchAsync(UserMessages.Of(TestUser.Next().ToInput("a"), TestUser.Next().ToRejectedInput("b")));

        var asked = await Api.GetAsync($"/requests/{response.RequestId}");

        Assert.Equal(("Done", "Immediate"), ((string?)asked.Json["state"], (string?)asked.Json["kind"]));
        Assert.Equal(["Created", "Rejected"], asked.Each("users", "outcome"));
        Assert.Equal(["a", "b"], asked.Each("users", "objectWriteTraceId"));
    }
}
