using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Functions.Telemetry;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.EndToEnd.Drivers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Telemetry;
using Simulators.Storage;
using Simulators.Telemetry;

namespace Functions.Tests.EndToEnd;

/// <summary>A request whose function fails, since storage refuses the app: what its caller, the log and the alerts have of it.</summary>
public sealed class FailedRequestTests(AppFixture fixture) : EndToEndTest(fixture)
{
    /// <summary>The tag as OTLP writes it: key and value, each with its length.</summary>
    private static readonly string WorkerTag =
        $"\n{(char)RequestTags.Process.Length}{RequestTags.Process}\x12{(char)(RequestTags.Worker.Length + 2)}\n{(char)RequestTags.Worker.Length}{RequestTags.Worker}";

    [Fact]
    public async Task A_request_that_fails_has_the_next_step_a_log_line_a_count_and_a_measurement_of_the_worker_s()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var storage = await StorageProxy.StartAsync(Fixture.Environment.Storage);
        await using var app = await OwnApp.PrepareAsync(Fixture, [.. collector.Environment, new("UsersStorage", storage.Connection.ConnectionString)]);
        await app.StartAsync();
        using (var client = new HttpClient { DefaultRequestHeaders = { { "x-functions-key", Fixture.Environment.FunctionKey } } })
        {
            using var body = new StringContent(UserMessages.Of(TestUser.Next().ToInput()), Encoding.UTF8, "application/json");
            using var created = await client.PostAsync(new Uri(app.Address, "api/users/batch"), body);
            var id = (string)JsonNode.Parse(await created.Content.ReadAsStringAsync())!["requestId"]!;
            storage.Add(new StorageRule(StorageOperation.ReadRows, UserTable.TableName, StorageFault.Refused(403, "AuthorizationFailure")) { Times = int.MaxValue });

            using var response = await client.GetAsync(new Uri(app.Address, $"api/requests/{id}/users"));

            Assert.Equal((HttpStatusCode.InternalServerError, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
            var problem = await response.Content.ReadAsStringAsync();
            Assert.Contains("Idempotency-Key", (string?)JsonNode.Parse(problem)!["detail"], StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", problem, StringComparison.Ordinal);
            await Eventually.HoldsAsync("the failure in the log", () => app.Output.Any(line => line.Contains("Function ListRequestUsers failed", StringComparison.Ordinal)));
        }

        // The exporter's last batch leaves when the app stops.
        await app.StopAsync();

        var metrics = string.Concat(collector.Metrics.Select(Encoding.Latin1.GetString));
        Assert.Contains(Instruments.FailedInvocations, metrics, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        Assert.Contains(WorkerTag, metrics, StringComparison.Ordinal);
    }
}
