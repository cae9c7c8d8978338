using System.Globalization;
using System.Text;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Api;

public sealed class BatchResponseTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(1000)]
    public async Task Every_user_of_a_request_has_its_result_in_the_order_sent(int count)
    {
        var users = TestUser.Next(count);

        var response = await Api.PostBatchAsync(UserMessages.Of(users.Select((user, index) => user.ToInput($"mine-{index}"))));

        Assert.Equal(200, response.Status);
        Assert.Equal(Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture)), response.Each("results", "index"));
        Assert.Equal(Enumerable.Range(0, count).Select(index => $"mine-{index}"), response.Each("results", "objectWriteTraceId"));
        Assert.Equal(users.Select(user => HubSpot.RecordOf(user).Id), response.Each("results", "id"));
        Assert.Equal(count, response.Each("batches").Sum(batch => (int)batch!["counts"]!["created"]!));
        Assert.All(response.Each("batches"), batch => Assert.Equal(201, (int)batch!["httpStatus"]!));
    }

    [Fact]
    public async Task No_user_is_400()
    {
        var response = await Api.PostBatchAsync("""{"inputs":[]}""");

        Assert.Equal((400, "/inputs"), (response.Status, Assert.Single(response.Each("errors", "pointer"))));
    }

    [Fact]
    public async Task More_users_than_a_synchronous_request_takes_go_onto_the_queue()
    {
        var users = TestUser.Next(1001);

        var response = await Api.PostBatchAsync(UserMessages.Of(users.Select(user => user.ToInput())));

        Assert.Equal((202, $"/api/requests/{response.RequestId}"), (response.Status, response.Location));
        Assert.Equal((1001, 11), ((int)response.Json["inputs"]!, (int)response.Json["messages"]!));
        var done = await WhenDoneAsync(response.RequestId);
        Assert.Equal((1001, 0), ((int)done.Json["outcomes"]!["Created"]!, (int)done.Json["pending"]!));
        HubSpot.AssertEachCreatedOnce(users);
    }

    [Fact]
    public async Task Users_that_must_wait_are_503_with_Retry_After_and_none_is_created()
    {
        var user = TestUser.Next();
        Account.Faults.Add("status-429-rolling");

        var response = await Api.PostBatchAsync(UserMessages.Of(user));

        Assert.Equal((503, "application/problem+json"), (response.Status, response.MediaType));
        Assert.True(response.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Empty(HubSpot.RecordsOf(user));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_does_not_stop_the_work()
    {
        var users = TestUser.Next(150);
        Account.Settings = Account.Settings with { LatencyMin = TimeSpan.FromSeconds(1) };
        var calls = Account.Journal.TotalCalls;
        using (await SendAsync(UserMessages.Of(users.Select(user => user.ToInput())), NewKey()))
        {
            await Eventually.HoldsAsync("a call", () => Account.Journal.TotalCalls > calls);
        }

        await HubSpot.WaitForAsync(users);

        HubSpot.AssertEachCreatedOnce(users);
    }

    /// <summary>Whether the app has got to know of the request by then or not.</summary>
    [Fact]
    public async Task A_caller_that_hangs_up_after_a_millisecond_sends_again_with_its_key_and_each_user_is_created_once()
    {
        var (key, users) = (NewKey(), TestUser.Next(150));
        var body = UserMessages.Of(users.Select(user => user.ToInput()));
        using (await SendAsync(body, key))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        var response = await Eventually.SeesAsync("a response", () => Api.PostBatchAsync(body, key), seen => seen.Status is not 409);

        Assert.Equal(200, response.Status);
        HubSpot.AssertEachCreatedOnce(users);
    }

    /// <summary>Sends a request without waiting for its response.</summary>
    private async Task<RawRequest> SendAsync(string body, (string Name, string Value) key)
    {
        var request = await RawRequest.BeginAsync(
            Api.Address, Environment.Local.FunctionKey, "/api/users/batch", $"application/json\r\n{key.Name}: {key.Value}", Encoding.UTF8.GetByteCount(body));
        await request.SendAsync(body);
        return request;
    }
}
