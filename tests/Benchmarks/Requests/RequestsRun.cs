using System.Net;
using System.Text;
using Hosting;
using Simulators.HubSpot;

namespace Benchmarks.Requests;

/// <summary>Requests that come whether the ones before have a response or not, as from many callers.</summary>
/// <param name="rate">Requests a second.</param>
/// <param name="duration">How long is measured, after as long a warm-up.</param>
internal sealed class RequestsRun(int rate, TimeSpan duration, TimeProvider time)
{
    private const double GoalMilliseconds = 1_000;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(300);

    private int _users;

    public async Task<RequestsResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(
            new LocalEnvironmentOptions { HubSpot = new HubSpotSettings { LatencyMin = Latency, LatencyMax = Latency } }, cancellationToken);
        var published = await PublishedApp.MakeAsync(starting: null, cancellationToken);
        await using var app = await FunctionAppProcess.StartAsync(published, environment.AppSettings(), port: 0, cancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1_000 }) { BaseAddress = app.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", environment.FunctionKey);

        await SendAsync(client, cancellationToken);
        environment.HubSpot.Journal.Clear();
        var responses = await SendAsync(client, cancellationToken);

        var waits = responses.Select(response => response.Wait.TotalMilliseconds).Order().ToList();
        var summary = environment.HubSpot.Journal.Summarize();
        return new RequestsResult(
            rate,
            waits.Count,
            responses.Count(response => response.Status is not HttpStatusCode.OK),
            GoalMilliseconds,
            Math.Round(waits[waits.Count / 2]),
            Math.Round(waits[waits.Count * 99 / 100]),
            Math.Round(waits[^1]),
            Math.Round((double)summary.TotalInputs / summary.TotalCalls, 1));
    }

    private async Task<IReadOnlyList<(HttpStatusCode Status, TimeSpan Wait)>> SendAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds(1) / rate;
        var startedAt = time.GetTimestamp();
        var responses = new List<Task<(HttpStatusCode, TimeSpan)>>();
        for (var number = 0; number < duration / interval; number++)
        {
            // Waiting counts from when the request was due: a sender that falls behind hides nothing.
            var due = interval * number;
            if (due - time.GetElapsedTime(startedAt) is var early && early > TimeSpan.Zero)
            {
                await Task.Delay(early, time, cancellationToken);
            }

            responses.Add(PostAsync(client, due, startedAt, cancellationToken));
        }

        return await Task.WhenAll(responses);
    }

    private async Task<(HttpStatusCode Status, TimeSpan Wait)> PostAsync(HttpClient client, TimeSpan due, long startedAt, CancellationToken cancellationToken)
    {
        using var body = new StringContent(UserText.Of(_users++), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("api/users/batch", UriKind.Relative), body, cancellationToken);
        await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return (response.StatusCode, time.GetElapsedTime(startedAt) - due);
    }
}
