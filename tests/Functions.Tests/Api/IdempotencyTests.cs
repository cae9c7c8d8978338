using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Api;

public sealed class IdempotencyTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task The_same_key_and_body_get_the_same_response_without_a_call()
    {
        var (key, body) = (NewKey(), UserMessages.Of(TestUser.Next().ToInput("a"), TestUser.Next().ToRejectedInput("b")));
        var first = await Api.PostBatchAsync(body, key);
        var calls = Account.Journal.TotalCalls;

        var second = await Api.PostBatchAsync(body, key);

        Assert.Equal((207, first.Text), (second.Status, second.Text));
        Assert.Equal(calls, Account.Journal.TotalCalls);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_422_and_nothing_is_sent()
    {
        var (key, user) = (NewKey(), TestUser.Next());
        await Api.PostBatchAsync(UserMessages.Of(TestUser.Next()), key);

        var response = await Api.PostBatchAsync(UserMessages.Of(user), key);

        Assert.Equal((422, "application/problem+json"), (response.Status, response.MediaType));
        Assert.Empty(HubSpot.RecordsOf(user));
    }

    [Fact]
    public async Task The_same_key_from_fifty_clients_at_once_is_one_call()
    {
        var (key, users) = (NewKey(), TestUser.Next(3));
        var body = UserMessages.Of(users.Select(user => user.ToInput()));

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Api.PostBatchAsync(body, key)));

        Assert.All(responses, response => Assert.True(response.Status is 200 or 409, response.Text));
        var done = Assert.Single(responses.Where(response => response.Status is 200).Select(response => response.Text).Distinct());
        Assert.Single(HubSpot.CallsOf([(string)System.Text.Json.Nodes.JsonNode.Parse(done)!["requestId"]!]));
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Fact]
    public async Task The_same_key_while_the_first_runs_is_409()
    {
        var (key, body) = (NewKey(), UserMessages.Of(TestUser.Next()));
        Account.Settings = Account.Settings with { LatencyMin = TimeSpan.FromSeconds(3) };
        var calls = Account.Journal.TotalCalls;
        var first = Api.PostBatchAsync(body, key);
        await Eventually.HoldsAsync("a call or its end", () => Account.Journal.TotalCalls > calls || first.IsCompleted);

        var second = await Api.PostBatchAsync(body, key);

        Assert.Equal(409, second.Status);
        Assert.NotNull(second.Headers.RetryAfter);
        Assert.Equal(200, (await first).Status);
    }

    [Fact]
    public async Task After_a_503_the_same_key_goes_on_and_creates_each_user_once()
    {
        var (key, users) = (NewKey(), TestUser.Next(2));
        var body = UserMessages.Of(users.Select(user => user.ToInput()));
        Account.Faults.Add("status-429-rolling");
        var refused = await Api.PostBatchAsync(body, key);

        var response = await Api.PostBatchAsync(body, key);

        Assert.Equal((503, 200), (refused.Status, response.Status));
        Assert.Equal(refused.RequestId, response.RequestId);
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Fact]
    public async Task A_queued_request_sent_again_with_its_key_is_the_same_request()
    {
        var (key, users) = (NewKey(), TestUser.Next(5));
        var body = UserMessages.Of(users.Select(user => user.ToInput()));
        var first = await Api.PostBatchAsync(body, key, ("Prefer", "respond-async"));

        var second = await Api.PostBatchAsync(body, key);

        Assert.Equal((202, first.Text), (second.Status, second.Text));
        await WhenDoneAsync(first.RequestId);
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public async Task A_key_that_cannot_be_one_is_400(string key)
    {
        var response = await Api.PostBatchAsync(UserMessages.Of(TestUser.Next()), ("Idempotency-Key", key));

        Assert.Equal(400, response.Status);
    }
}
