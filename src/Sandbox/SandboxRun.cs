using Azure.Data.Tables;
using Azure.Storage.Queues;
using Sandbox.Hosting;
using Sandbox.Input;
using Sandbox.Results;
using Sandbox.View;
using Simulators.HubSpot;
using Spectre.Console;

namespace Sandbox;

/// <summary>One run: brings everything up, sends users, shows what becomes of them.</summary>
/// <param name="options">What the command line asks for.</param>
/// <param name="console">Where to show it.</param>
/// <param name="time">The clock.</param>
internal sealed class SandboxRun(SandboxOptions options, IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs; gives the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        console.MarkupLine("Starting the storage emulator and the simulated HubSpot and Key Vault …");
        await using var environment = await LocalEnvironment.StartAsync(EnvironmentOptions(), cancellationToken);
        console.MarkupLineInterpolated($"Storage {environment.Storage.QueueEndpoint}, HubSpot {environment.HubSpot.BaseAddress}, Key Vault {environment.KeyVault.VaultUri}");

        var queues = new QueueServiceClient(environment.Storage.ConnectionString);
        var queue = queues.GetQueueClient(LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        var startedAt = time.GetUtcNow();
        var settlement = new Settlement(
            new OutputReader(new TableServiceClient(environment.Storage.ConnectionString), startedAt),
            new PoisonReader(queues.GetQueueClient(LocalEnvironment.QueueName + "-poison")),
            new QueueFeeder(queue),
            environment.HubSpot,
            time);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = settlement.Feeder.SendAsync(UserSource.Open(options, stop.Token), stop.Token);
        try
        {
            // Full batches from the first call on need users waiting before the app begins.
            await settlement.Feeder.BacklogReached;
            await using var app = await FunctionAppProcess.StartAsync(environment.AppSettings(), options.Port, cancellationToken);
            return await WatchAsync(environment, app, settlement, sending, startedAt, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> WatchAsync(
        LocalEnvironment environment,
        FunctionAppProcess app,
        Settlement settlement,
        Task sending,
        DateTimeOffset startedAt,
        CancellationToken cancellationToken)
    {
        var accounts = await new ProgressView(console).ShowAsync(report => settlement.WaitAsync(sending, app, report, cancellationToken));
        var report = await settlement.ReportAsync(accounts, time.GetUtcNow() - startedAt, cancellationToken);
        BatchTable.Show(console, await settlement.Output.ReadBatchesAsync(cancellationToken));
        Hints.ShowResult(console, report);
        if (options.Report is { } file)
        {
            await report.WriteAsync(file, cancellationToken);
        }

        var exitCode = report.Unaccounted.Count is 0 ? 0 : 1;
        if (!options.Once)
        {
            Hints.ShowCommands(Console.Out, environment, app);
            await StayUpAsync(settlement, cancellationToken);
        }

        return exitCode;
    }

    /// <summary>Shows every new batch until Ctrl+C.</summary>
    private async Task StayUpAsync(Settlement settlement, CancellationToken cancellationToken)
    {
        var shown = (await settlement.Output.ReadBatchesAsync(cancellationToken)).Count;
        using var timer = new PeriodicTimer(PollInterval, time);
        while (await timer.WaitForNextTickAsync(CancellationToken.None) && !cancellationToken.IsCancellationRequested)
        {
            var batches = await settlement.Output.ReadBatchesAsync(CancellationToken.None);
            foreach (var batch in batches.Take(batches.Count - shown).Reverse())
            {
                console.MarkupLineInterpolated(
                    $"{batch.SentAt:HH:mm:ss.fff} {batch.Outcome}: {batch.Inputs} users, {batch.Created} created, {batch.Duplicate} duplicate, {batch.Rejected} rejected {batch.ErrorSummary}");
            }

            shown = batches.Count;
        }
    }

    private LocalEnvironmentOptions EnvironmentOptions() => new()
    {
        StoragePorts = options.StoragePorts,
        UseRunningAzurite = true,
        HubSpotPort = options.HubSpotPort,
        KeyVaultPort = options.KeyVaultPort,
        HubSpot = new HubSpotSettings { LatencyMin = options.Latency, LatencyMax = options.Latency },
    };
}
