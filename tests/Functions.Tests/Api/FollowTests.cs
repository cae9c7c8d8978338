using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Api;

public sealed class FollowTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task An_upload_is_listed_with_its_counts_without_a_request_for_it()
    {
        var response = await Api.PostBatchAsync(UserMessages.Of(TestUser.Next(120).Select(user => user.ToInput())), ("Prefer", "respond-async"));

        var listed = await Eventually.SeesAsync(
            "the upload done",
            async () => (await Api.GetAsync("/requests?state=Done&top=1")).Each("requests").FirstOrDefault(),
            request => (string?)request?["requestId"] == response.RequestId);

        Assert.Equal((120, 0), ((int)listed!["outcomes"]!["Created"]!, (int)listed["pending"]!));
    }

    [Fact]
    public async Task The_failures_of_a_file_are_one_file()
    {
        var (good, bad) = (TestUser.Next(), TestUser.Next());
        var imported = await Api.ImportAsync($"hs_email,hs_job_title\n{good.Email},x\nbroken,b,c\n", "text/csv");
        var rejected = await Api.PostBatchAsync(UserMessages.Of(good.ToInput("a"), bad.ToRejectedInput("b")), ("Prefer", "respond-async"));
        await WhenDoneAsync(imported.RequestId);
        await WhenDoneAsync(rejected.RequestId);

        var file = await Api.GetAsync($"/requests/{imported.RequestId}/users", ("Accept", "text/csv"));
        var faulty = await Api.GetAsync($"/requests/{imported.RequestId}/users?needsAttention=true");
        var refused = await Api.GetAsync($"/requests/{rejected.RequestId}/users?outcome=Rejected", ("Accept", "application/x-ndjson"));

        Assert.Equal(3, file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(("3", "Faulty"), (Assert.Single(faulty.Each("users", "line")), Assert.Single(faulty.Each("users", "outcome"))));
        Assert.Contains("\"objectWriteTraceId\":\"b\"", Assert.Single(refused.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whom_a_person_must_look_at_is_listed_by_day()
    {
        var response = await Api.PostBatchAsync(UserMessages.Of(TestUser.Next().ToInput("a"), TestUser.Next().ToRejectedInput("b")));

        var page = await Api.GetAsync("/users?needsAttention=true&top=1");

        Assert.Equal((response.RequestId, "Rejected", "b"), (Assert.Single(page.Each("users", "sourceId")), Assert.Single(page.Each("users", "outcome")), Assert.Single(page.Each("users", "objectWriteTraceId"))));
    }

    [Fact]
    public async Task The_state_of_the_app_is_one_look()
    {
        var status = await Eventually.SeesAsync("an instance", () => Api.GetAsync("/status"), seen => seen.Each("instances").Count > 0);

        Assert.Equal("Run", (string?)status.Json["mode"]);
        Assert.Contains("\"mode\":\"Run\"", (await Api.GetAsync("/health")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/batches?outcom=Failed")]
    [InlineData("/requests?top=5&stat=Done")]
    [InlineData("/users/x?email=y")]
    [InlineData("/status?x=1")]
    [InlineData("/openapi.json?x=1")]
    public async Task A_parameter_that_is_not_taken_is_400(string path)
    {
        Assert.Equal(400, (await Api.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Finding_says_when_it_is_off()
    {
        var response = await Api.PostAsync("/users/find", ApiDriver.Content(new StringContent("""{"traceId":"a"}"""), "application/json"));

        Assert.Equal(501, response.Status);
    }
}
