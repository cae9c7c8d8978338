using Api.Requests;
using Azure.Data.Tables;
using Functions.Tests.Api.Drivers;

namespace Functions.Tests.Api;

public sealed class FailedRequestTests(ApiEnvironment environment) : ApiTest(environment)
{
    [Fact]
    public async Task A_function_that_fails_is_answered_with_the_next_step_and_is_logged()
    {
        var id = RequestId.Create(DateTimeOffset.UtcNow);
        var table = new TableServiceClient(Environment.Local.Storage.ConnectionString).GetTableClient(RequestTable.TableName);
        await table.CreateIfNotExistsAsync();
        await table.AddEntityAsync(new TableEntity(RequestId.SourceOf(id).PartitionKey, id) { ["Kind"] = 7 });

        var response = await Api.GetAsync($"/requests/{id}");

        Assert.Equal((500, "application/problem+json"), (response.Status, response.MediaType));
        Assert.Contains("Idempotency-Key", (string?)response.Json["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", response.Text, StringComparison.Ordinal);
        await Eventually.HoldsAsync("the failure in the log", () => Environment.App.Output.Any(line => line.Contains("Function GetRequest failed", StringComparison.Ordinal)));
    }
}
