using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Functions.Telemetry;
using Functions.Tests.EndToEnd.Builders;
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
        using (var client = new HttpClient { DefaultRequestHeaders = { { "x-functions-key", Fixture.Environment.FunctionKey } } })
        {
            using var body = new StringContent(UserMessages.Of(TestUser.Next().ToInput()), Encoding.UTF8, "application/json");
            using var created = await client.PostAsync(new Uri(app.Address, "api/users/batch"), body);
            var id = (string)JsonNode.Parse(await created.Content.ReadAsStringAsync())!["requestId"]!;
            await using var broken = await BrokenRow.AddAsync(Fixture.Environment.Storage.ConnectionString, id);

            using var response = await client.GetAsync(new Uri(app.Address, $"api/requests/{id}/users"));

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
