using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;

namespace Functions.Tests.Api;

public sealed class FailedRequestTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task A_function_that_fails_returns_the_next_step_and_is_logged()
    {
        var id = (await Api.PostBatchAsync(UserMessages.Of(TestUser.Next().ToInput()))).RequestId;
        await using var broken = await BrokenRow.AddAsync(Environment.Local.Storage.ConnectionString, id);

        var response = await Api.GetAsync($"/requests/{id}/users");

        Assert.Equal((500, "application/problem+json"), (response.Status, response.MediaType));
        Assert.Contains("Idempotency-Key", (string?)response.Json["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", response.Text, StringComparison.Ordinal);
        await Eventually.HoldsAsync("the failure in the log", () => Environment.App.Output.Any(line => line.Contains("Function ListRequestUsers failed", StringComparison.Ordinal)));
    }
}
