using System.Text.Json;
using Api.Creating;
using Api.OpenApi;
using Api.Responses;
using Api.Tests.Reading;
using HubSpotUsers;
using Testing.Drivers;

namespace Api.Tests.OpenApi;

public sealed class ApiDocumentTests
{
    public static TheoryData<string> Operations => [.. ApiOperations.All.Select(operation => operation.Id)];

    /// <summary>To accept a change: <c>UPDATE_DOCS=1</c> in front of the tests.</summary>
    [Fact]
    public async Task The_committed_copy_is_what_the_code_says()
    {
        await using var app = await TestApp.StartAsync();

        var (_, _, text) = await new Caller(app).AskAsync(app.Get<OpenApiEndpoint>().GetAsync);

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is "1")
        {
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, "docs", "openapi.json"), text);
        }

        Assert.Equal(Repository.Read("docs/openapi.json"), text);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Examples_agree_with_their_status(string operation)
    {
        foreach (var response in ApiOperations.All.Single(known => known.Id == operation).Responses)
        {
            if (response.Content?.SchemaType == typeof(Problem))
            {
                Assert.Equal(response.Status, (int?)response.Content.Example["status"]);
            }
            else if (response.Content?.SchemaType == typeof(UserBatchResponse))
            {
                AssertAgrees(response.Content.Example.Deserialize(HttpJson.Default.UserBatchResponse)!, response.Status);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_status_has_one_body_of_a_type(string operation)
    {
        var bodies = ApiOperations.All.Single(known => known.Id == operation).Responses.Select(response => (response.Status, response.Content?.MediaType)).ToList();

        Assert.Equal(bodies.Distinct(), bodies);
    }

    private static void AssertAgrees(UserBatchResponse response, int status)
    {
        Assert.Equal(status, UserBatchResponses.StatusOf([.. response.Results.Select(result => result.Outcome)]));
        Assert.Equal(response.Outcome, OutcomeCounts.Of(response.Results.Select(result => new InputOutcome { InputKey = "0", Outcome = result.Outcome })).Result);
        Assert.All(response.Batches, batch => Assert.Equal(batch.Counts.Result, batch.Result));
        Assert.All(response.Results, result => Assert.Contains(result.BatchId, response.Batches.Select(batch => (Guid?)batch.Id)));
    }
}
