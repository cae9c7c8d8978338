using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Hosting;

namespace Benchmarks.Progress;

/// <summary>An upload, and one who watches it.</summary>
/// <param name="users">How many users are uploaded.</param>
internal sealed class ProgressRun(int users, TimeProvider time)
{
    private const double GoalMilliseconds = 300;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public async Task<ProgressResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions(), cancellationToken);
        var published = await PublishedApp.MakeAsync(starting: null, cancellationToken);
        await using var app = await FunctionAppProcess.StartAsync(published, environment.AppSettings(), port: 0, cancellationToken);
        using var client = new HttpClient { BaseAddress = app.Address, Timeout = Patience };
        client.DefaultRequestHeaders.Add("x-functions-key", environment.FunctionKey);
        return await WatchAsync(client, cancellationToken);
    }

    private async Task<ProgressResult> WatchAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var upload = UploadAsync(client, cancellationToken);
        var id = await FindAsync(client, upload, cancellationToken);
        var (waits, created) = (new List<double>(), 0);
        await PollingWait.UntilAsync(
            async () =>
            {
                var startedAt = time.GetTimestamp();
                var progress = JsonNode.Parse(await client.GetStringAsync(new Uri($"api/requests/{id}", UriKind.Relative), cancellationToken))!;
                waits.Add(time.GetElapsedTime(startedAt).TotalMilliseconds);
                created = progress["outcomes"]!["Created"]?.GetValue<int>() ?? 0;
                return progress["state"]!.GetValue<string>() is "Done";
            },
            Interval,
            time,
            cancellationToken,
            Patience);

        await upload;
        waits.Sort();
        return new ProgressResult(
            users,
            waits.Count,
            GoalMilliseconds,
            Math.Round(waits[waits.Count / 2]),
            Math.Round(waits[waits.Count * 99 / 100]),
            Math.Round(waits[^1]),
            created);
    }

    /// <summary>Users are created while the file is still read, so the upload is looked for in the list.</summary>
    private async Task<string> FindAsync(HttpClient client, Task upload, CancellationToken cancellationToken)
    {
        string? id = null;
        await PollingWait.UntilAsync(
            async () =>
            {
                if (upload.IsFaulted)
                {
                    await upload;
                }

                var list = JsonNode.Parse(await client.GetStringAsync(new Uri("api/requests", UriKind.Relative), cancellationToken))!;
                id = list["requests"]!.AsArray().FirstOrDefault()?["requestId"]!.GetValue<string>();
                return id is not null;
            },
            Interval,
            time,
            cancellationToken,
            Patience);
        return id!;
    }

    /// <summary>Azure ends a request after 230 seconds; with its key it resumes where it stopped.</summary>
    private async Task UploadAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var file = new StringBuilder("hs_email,hs_given_name\n");
        for (var number = 0; number < users; number++)
        {
            file.Append(CultureInfo.InvariantCulture, $"u{number}@example.com,Name\n");
        }

        var (text, key) = (file.ToString(), $"\"{Guid.NewGuid():N}\"");
        await PollingWait.UntilAsync(
            async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "api/users/import") { Content = new StringContent(text, new MediaTypeHeaderValue("text/csv", "utf-8")) };
                request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
                using var response = await client.SendAsync(request, cancellationToken);
                return response.StatusCode is not (HttpStatusCode.GatewayTimeout or HttpStatusCode.Conflict) && response.EnsureSuccessStatusCode().IsSuccessStatusCode;
            },
            Interval,
            time,
            cancellationToken,
            Patience);
    }
}
