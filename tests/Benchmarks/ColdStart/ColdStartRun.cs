using Azure.Storage.Queues;
using Hosting;

namespace Benchmarks.ColdStart;

/// <summary>Starts processes one after the other, a message waiting for each.</summary>
/// <param name="rounds">How many starts of each variant.</param>
/// <param name="time">The clock, which the simulated HubSpot shares.</param>
internal sealed class ColdStartRun(int rounds, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<StartVariant, List<(double HostStarted, double FirstCall)>> _starts = StartVariant.All.ToDictionary(
        variant => variant, _ => new List<(double, double)>());

    private int _messages;

    public async Task<ColdStartResult> RunAsync(CancellationToken cancellationToken)
    {
        var compiled = await PublishedApp.MakeCompiledAsItRunsAsync(cancellationToken);
        var ready = await PublishedApp.MakeAsync(starting: null, cancellationToken);
        await using var environment = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions(), cancellationToken);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var variant in StartVariant.All)
            {
                var start = await StartAsync(environment, variant.IsReadyToRun ? ready : compiled, variant.Settings, cancellationToken);
                if (round > 0)
                {
                    // The first start of each brings its files into memory.
                    _starts[variant].Add(start);
                }
            }
        }

        return new ColdStartResult(rounds, [.. StartVariant.All.Select(TimesOf)]);
    }

    private async Task<(double HostStarted, double FirstCall)> StartAsync(
        LocalEnvironment environment, PublishedApp app, IReadOnlyDictionary<string, string> runtimeSettings, CancellationToken cancellationToken)
    {
        var queue = new QueueServiceClient(environment.Storage.ConnectionString).GetQueueClient(LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await queue.SendMessageAsync(UserText.Of(_messages++), cancellationToken);
        environment.HubSpot.Journal.Clear();
        var settings = environment.AppSettings();
        foreach (var (name, value) in runtimeSettings)
        {
            settings[name] = value;
        }

        var startedAt = time.GetUtcNow();
        await using var process = await FunctionAppProcess.StartAsync(app, settings, port: 0, cancellationToken);
        var hostStarted = time.GetUtcNow() - startedAt;
        await PollingWait.UntilAsync(
            () => Task.FromResult(environment.HubSpot.Journal.TotalCalls > 0), PollInterval, time, cancellationToken);
        var firstCall = environment.HubSpot.Journal.Summarize().FirstCallAt!.Value - startedAt;
        return (hostStarted.TotalMilliseconds, firstCall.TotalMilliseconds);
    }

    private StartTimes TimesOf(StartVariant variant)
    {
        var (starts, first) = (_starts[variant], _starts[StartVariant.All[0]]);
        return new StartTimes(
            variant.Name,
            Math.Round(Sample.Median(starts.Select(start => start.HostStarted))),
            Math.Round(Sample.Median(starts.Select(start => start.FirstCall))),
            Math.Round(Sample.Median(starts.Zip(first, (start, other) => start.FirstCall / other.FirstCall)), 2),
            [.. starts.Select(start => Math.Round(start.FirstCall))]);
    }
}
