using System.Globalization;
using Azure.Storage.Queues;
using Hosting;
using Simulators.HubSpot;
using Simulators.Telemetry;

namespace Benchmarks.Telemetry;

/// <summary>An app with nothing to do, and then with as much as it takes.</summary>
/// <param name="users">How many messages of one user.</param>
/// <param name="ratio">The share of traces that is kept.</param>
/// <param name="idleMinutes">How long it has nothing to do.</param>
internal sealed class TelemetryRun(int users, double ratio, int idleMinutes, TimeProvider time)
{
    private const string Metrics = "MetricData";
    private const double MinutesOfMonth = 30 * 24 * 60;
    private const double Mega = 1e6;
    private const double Giga = 1e9;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    public async Task<TelemetryResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var ingestion = await IngestionSimulator.StartAsync(cancellationToken);
        await using var environment = await LocalEnvironment.StartAsync(
            new LocalEnvironmentOptions { HubSpot = new HubSpotSettings { RateLimit = 0, DailyLimit = 0, CountsOnly = true } }, cancellationToken);
        var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var settings = environment.AppSettings();
        settings["Telemetry__SamplingRatio"] = ratio.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in ingestion.Environment)
        {
            settings[name] = value;
        }

        var published = await PublishedApp.MakeAsync(starting: null, cancellationToken);
        IReadOnlyDictionary<string, TelemetryVolume> whileIdle;
        long startedAt;
        await using (await FunctionAppProcess.StartAsync(published, settings, port: 0, cancellationToken))
        {
            await Task.Delay(TimeSpan.FromMinutes(idleMinutes), time, cancellationToken);
            whileIdle = ingestion.Volumes;
            startedAt = time.GetTimestamp();
            await new QueueFeed(queue, usersPerMessage: 1, time).SendAsync(users, cancellationToken);
            await PollingWait.UntilAsync(
                async () => (await queue.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount is 0,
                LookInterval,
                time,
                cancellationToken);
        }

        var busySeconds = time.GetElapsedTime(startedAt).TotalSeconds;
        var whileBusy = ingestion.Volumes.ToDictionary(kind => kind.Key, kind => Less(kind.Value, Of(whileIdle, kind.Key)), StringComparer.Ordinal);
        return new TelemetryResult(
            users,
            ratio,
            idleMinutes,
            whileIdle,
            whileBusy,
            Math.Round(busySeconds),
            Math.Round(Of(whileIdle, Metrics).Bytes / (double)idleMinutes * MinutesOfMonth / Mega),
            Math.Round(whileBusy.Where(kind => kind.Key is not Metrics).Sum(kind => kind.Value.Bytes) * Mega / users / Giga, 3));
    }

    private static TelemetryVolume Of(IReadOnlyDictionary<string, TelemetryVolume> volumes, string kind) => volumes.GetValueOrDefault(kind) ?? TelemetryVolume.None;

    private static TelemetryVolume Less(TelemetryVolume all, TelemetryVolume before) => new(all.Items - before.Items, all.Bytes - before.Bytes);
}
