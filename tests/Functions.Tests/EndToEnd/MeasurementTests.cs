using System.Net;
using System.Text;
using Api.Requests;
using Azure.Data.Tables;
using Functions.Telemetry;
using Functions.Tests.EndToEnd.Drivers;
using HubSpotUsers.Telemetry;
using Simulators.Telemetry;

namespace Functions.Tests.EndToEnd;

/// <summary>What the alerts on failures rest on leaves the worker of the published app.</summary>
public sealed class MeasurementTests(AppFixture fixture) : EndToEndTest(fixture)
{
    /// <summary>The tag as OTLP writes it: key and value, each with its length.</summary>
    private static readonly string WorkerTag =
        $"\n{(char)RequestTags.Process.Length}{RequestTags.Process}\x12{(char)(RequestTags.Worker.Length + 2)}\n{(char)RequestTags.Worker.Length}{RequestTags.Worker}";

    [Fact]
    public async Task A_request_that_fails_is_counted_as_an_invocation_and_measured_as_the_worker_s()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var app = await OwnApp.PrepareAsync(Fixture, collector.Environment);
        await app.StartAsync();
        var id = RequestId.Create(DateTimeOffset.UtcNow);
        var table = new TableServiceClient(Fixture.Environment.Storage.ConnectionString).GetTableClient(RequestTable.TableName);
        await table.CreateIfNotExistsAsync();
        await table.AddEntityAsync(new TableEntity(RequestId.SourceOf(id).PartitionKey, id) { ["Kind"] = 7 });

        using (var client = new HttpClient { DefaultRequestHeaders = { { "x-functions-key", Fixture.Environment.FunctionKey } } })
        {
            using var response = await client.GetAsync(new Uri(app.Address, $"api/requests/{id}"));
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        }

        // The exporter's last batch leaves when the app stops.
        await app.StopAsync();

        var metrics = string.Concat(collector.Metrics.Select(Encoding.Latin1.GetString));
        Assert.Contains(Instruments.FailedInvocations, metrics, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        Assert.Contains(WorkerTag, metrics, StringComparison.Ordinal);
    }
}
