using System.Net;
using System.Text.Json.Nodes;
using Benchmarks.Memory;
using Hosting;
using Simulators.HubSpot;

namespace Benchmarks.Import;

/// <summary>One app that imports a file, and then one of ten times as many lines, with sending paused, so that what is measured is the import.</summary>
/// <param name="lines">How many lines the second has.</param>
internal sealed class ImportRun(int lines, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    public async Task<ImportResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(
            new LocalEnvironmentOptions { HubSpot = new HubSpotSettings { RateLimit = 0, DailyLimit = 0, CountsOnly = true } }, cancellationToken);
        var settings = environment.AppSettings();
        settings["Processing__Mode"] = "Pause";

        // One message at a time: the worker would hold a thousand that it is about to defer, and more of them the slower the machine is.
        settings["AzureFunctionsJobHost__extensions__queues__batchSize"] = "1";
        settings["AzureFunctionsJobHost__extensions__queues__newBatchThreshold"] = "0";
        await using var app = await FunctionAppProcess.StartAsync(await PublishedApp.MakeAsync(starting: null, cancellationToken), settings, port: 0, cancellationToken);
        using var client = new HttpClient { BaseAddress = app.Address, Timeout = Patience };
        client.DefaultRequestHeaders.Add("x-functions-key", environment.FunctionKey);
        using var idle = new ResidentSet([app.WorkerId], stage: 1);
        idle.Look(0);

        var first = await ImportAsync(client, app.WorkerId, lines / 10, cancellationToken);
        var startedAt = time.GetTimestamp();
        var second = await ImportAsync(client, app.WorkerId, lines, cancellationToken);
        return new ImportResult(lines, second.Accepted, second.Requests, Math.Round(time.GetElapsedTime(startedAt).TotalSeconds), idle.Peaks[0], first.PeakMiB, second.PeakMiB);
    }

    private async Task<(int Accepted, int Requests, double PeakMiB)> ImportAsync(HttpClient client, int workerId, int count, CancellationToken cancellationToken)
    {
        using var memory = new ResidentSet([workerId], stage: 1);
        var (key, requests) = ($"\"{Guid.NewGuid():N}\"", 0);
        var sending = SendAsync();
        await PollingWait.UntilAsync(
            () =>
            {
                memory.Look(0);
                return Task.FromResult(sending.IsCompleted);
            },
            LookInterval,
            time,
            cancellationToken,
            Patience);
        return (await sending, requests, memory.Peaks[0]);

        async Task<int> SendAsync()
        {
            while (true)
            {
                requests++;
                using var request = new HttpRequestMessage(HttpMethod.Post, "api/users/import") { Content = new LinesContent(count) };
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
                request.Headers.TransferEncodingChunked = true;
                using var response = await client.SendAsync(request, cancellationToken);
                if (response.StatusCode is not (HttpStatusCode.GatewayTimeout or HttpStatusCode.Conflict))
                {
                    return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken))!["accepted"]!.GetValue<int>();
                }

                await Task.Delay(LookInterval, time, cancellationToken);
            }
        }
    }
}
