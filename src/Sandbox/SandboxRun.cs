using Azure.Data.Tables;
using Azure.Storage.Queues;
using Cli.Connection;
using Cli.Files;
using Cli.Terminal;
using History;
using Hosting;
using Sandbox.Input;
using Sandbox.Results;
using Sandbox.Storms;
using Sandbox.View;
using Simulators.Azurite;
using Simulators.HubSpot;
using Simulators.Storage;
using Spectre.Console;

namespace Sandbox;

/// <summary>One run: brings everything up, sends users, shows what becomes of them.</summary>
/// <param name="options">What the command line asks for.</param>
/// <param name="console">Where to show it.</param>
/// <param name="context">Where the command line shows progress.</param>
internal sealed class SandboxRun(SandboxOptions options, IAnsiConsole console, CliContext context, TimeProvider time)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs; gives the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var steps = new StepView(console, time);
        var begunAt = time.GetTimestamp();
        var storm = options.Storm ? new Storm(options.Seed) : null;
        if (storm is not null)
        {
            console.MarkupLineInterpolated($"Seed {options.Seed}: --seed {options.Seed} repeats the same faults.");
        }

        using var log = new AppLog(options.Log);
        var isBuilt = false;
        var building = PublishedApp.MakeAsync(
            step =>
            {
                isBuilt = true;
                steps.Begin(step);
            },
            cancellationToken);
        steps.Begin(AzuriteServer.IsInstalled
            ? "Starting the storage emulator and the simulated HubSpot and Key Vault"
            : "Installing and starting the storage emulator, and the simulated HubSpot and Key Vault");
        await using var environment = await LocalEnvironment.StartAsync(EnvironmentOptions(), cancellationToken);
        steps.End("The storage emulator is up", begunAt);
        console.MarkupLineInterpolated($"Storage {environment.Storage.QueueEndpoint}, HubSpot {environment.HubSpot.BaseAddress}, Key Vault {environment.KeyVault.VaultUri}");
        await using var proxy = storm is not null ? await StorageProxy.StartAsync(environment.Storage, cancellationToken) : null;
        var queue = await OpenQueueAsync(environment, cancellationToken);
        var published = await building;
        if (isBuilt)
        {
            steps.End("The function app is built", begunAt);
        }

        await using var app = new FunctionApp(
            published, SettingsOf(environment, storm, proxy), options.Port, options.Host, log, () => proxy is null ? Task.CompletedTask : DeadLeases.EndAsync(proxy, environment.Storage.ConnectionString), time);
        var parts = new Parts(environment, app, log, new SentMessages(), storm is null ? null : new StormCourse(storm.Course(), app, proxy!, time), time.GetUtcNow());
        return options.Input is { } file
            ? await ImportAsync(parts, file, StartAsync, cancellationToken)
            : await FeedAsync(parts, new QueueFeeder(queue, parts.Sent), StartAsync, cancellationToken);

        Task StartAsync()
        {
            steps.Begin("Starting the function app");
            return app.StartAsync(cancellationToken);
        }
    }

    private static Dictionary<string, string> SettingsOf(LocalEnvironment environment, Storm? storm, StorageProxy? proxy)
    {
        var settings = environment.AppSettings();
        if (storm is not null && proxy is not null)
        {
            storm.Brew(environment.HubSpot.Faults);
            foreach (var (name, value) in Storm.AppSettings())
            {
                settings[name] = value;
            }

            settings["AzureWebJobsStorage"] = settings["UsersStorage"] = proxy.Connection.ConnectionString;
        }

        return settings;
    }

    private static async Task<QueueClient> OpenQueueAsync(LocalEnvironment environment, CancellationToken cancellationToken)
    {
        var queue = new QueueClient(environment.Storage.ConnectionString, LocalEnvironment.QueueName);
        await queue.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        return queue;
    }

    /// <summary>Puts messages on the queue, and starts the app when they wait: full batches from the first call on need that.</summary>
    private Task<int> FeedAsync(Parts parts, QueueFeeder feeder, Func<Task> startAsync, CancellationToken cancellationToken) =>
        UntilOverAsync(
            stopping => feeder.SendAsync(UserSource.Open(options, stopping), stopping),
            async sending =>
            {
                await feeder.BacklogReached;
                await startAsync();
                return await WatchAsync(parts, sending, import: null, cancellationToken);
            },
            cancellationToken);

    /// <summary>Starts the app, and sends it a file.</summary>
    private async Task<int> ImportAsync(Parts parts, LocalFile file, Func<Task> startAsync, CancellationToken cancellationToken)
    {
        await startAsync();
        using var client = AppClient.Open(new Deployment(new Uri(parts.App.Process.Address, "api/"), parts.Environment.FunctionKey, Audience: null), context);
        var import = new FileImport(client, file, parts.Environment.HubSpot.Settings, parts.Sent, parts.Storm, context);
        return await UntilOverAsync(import.SendAsync, sending => WatchAsync(parts, sending, import, cancellationToken), cancellationToken);
    }

    /// <summary>Does something while users are sent, and stops sending when it ends, however it ends.</summary>
    private static async Task<int> UntilOverAsync(Func<CancellationToken, Task> sendAsync, Func<Task, Task<int>> watchAsync, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = sendAsync(stop.Token);
        try
        {
            return await watchAsync(sending);
        }
        finally
        {
            await stop.CancelAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> WatchAsync(Parts parts, Task sending, FileImport? import, CancellationToken cancellationToken)
    {
        var (environment, app, log, sent, storm, startedAt) = parts;
        var output = new OutputReader(new TableServiceClient(environment.Storage.ConnectionString), startedAt);
        var poison = new PoisonReader(new QueueClient(environment.Storage.ConnectionString, LocalEnvironment.QueueName + "-poison"));
        var settlement = new Settlement(output, poison, sent, environment.HubSpot, app, storm, time);
        var accounts = await FollowAsync(settlement, sending, import, cancellationToken);

        var history = new HistoryReader(environment.Storage.ConnectionString, LocalEnvironment.QueueName, environment.HubSpot);
        var report = await new Reporter(output, sent, environment.HubSpot, app, storm, history, time)
            .ReportAsync(accounts, import?.Report, options.Seed, storm?.Outages ?? 0, time.GetUtcNow() - startedAt, cancellationToken);
        BatchListView.Show(console, await output.ReadBatchesAsync(cancellationToken));
        Hints.ShowResult(console, report);
        if (options.Host is HostProgram.Local)
        {
            // The Core Tools show entries in another form.
            Hints.ShowLog(console, log.Warnings, log.Errors, options.Log);
        }

        if (options.Report is { } file)
        {
            await report.WriteAsync(file, cancellationToken);
        }

        if (!options.Once)
        {
            Hints.ShowCommands(Console.Out, environment, app.Process);
            await StayUpAsync(output, cancellationToken);
        }

        return report.IsGood ? 0 : 1;
    }

    /// <summary>Follows the users to their outcomes, and shows how many have theirs as <c>hubspot-users send</c> does.</summary>
    private async Task<Accounts> FollowAsync(Settlement settlement, Task sending, FileImport? import, CancellationToken cancellationToken)
    {
        var (view, startedAt, last) = (new ProgressView(context), time.GetTimestamp(), RunProgress.None);
        var accounts = await settlement.WaitAsync(
            sending,
            progress =>
            {
                last = progress;
                if (import is null || sending.IsCompletedSuccessfully)
                {
                    view.Show(() => TextOf(progress));
                }
            },
            cancellationToken);
        view.End(TextOf(last));
        if (import is null || accounts.Unaccounted.Count > 0)
        {
            return accounts;
        }

        await import.FollowAsync(cancellationToken);
        return await settlement.SettleAsync(cancellationToken);

        string TextOf(RunProgress progress)
        {
            // A user whose outcome was settled later is in two calls.
            var settled = Math.Min(progress.Settled, progress.Sent);
            var rate = settled / Math.Max(0.001, time.GetElapsedTime(startedAt).TotalSeconds);
            return $"{Words.Progress(settled, progress.Sent, progress.Outcomes, rate)}; {Words.Of(progress.Calls, "call")} to HubSpot";
        }
    }

    /// <summary>Shows every new batch until Ctrl+C.</summary>
    private async Task StayUpAsync(OutputReader output, CancellationToken cancellationToken)
    {
        var shown = (await output.ReadBatchesAsync(cancellationToken)).Count;
        using var timer = new PeriodicTimer(PollInterval, time);
        while (await timer.WaitForNextTickAsync(CancellationToken.None) && !cancellationToken.IsCancellationRequested)
        {
            var batches = await output.ReadBatchesAsync(CancellationToken.None);
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
        Seed = options.Seed,
        KeyVaultPort = options.KeyVaultPort,
        HubSpot = new HubSpotSettings { LatencyMin = options.Latency, LatencyMax = options.Latency },
    };

    /// <summary>What a run has to do with.</summary>
    /// <param name="Log">What host and app log.</param>
    /// <param name="Sent">What was put on the queue.</param>
    /// <param name="Storm">What goes wrong on the way; null for nothing.</param>
    /// <param name="StartedAt">When it began.</param>
    private sealed record Parts(LocalEnvironment Environment, FunctionApp App, AppLog Log, SentMessages Sent, StormCourse? Storm, DateTimeOffset StartedAt);
}
