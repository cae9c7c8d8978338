using System.Globalization;
using System.Net.Http.Headers;
using Azure.Data.Tables;
using Benchmarks.Simulator;
using Hosting;
using Microsoft.Extensions.DependencyInjection;
using Simulators.HubSpot;

namespace Benchmarks.Pipeline;

/// <summary>The sides take turns with the same users, in this process, against a simulated HubSpot in another.</summary>
/// <param name="options">What is compared.</param>
internal sealed class PipelineRun(PipelineOptions options, TimeProvider time)
{
    private const int BatchSize = 100;

    /// <summary>Rounds after which almost all code is compiled.</summary>
    private const int WarmUpRounds = 4;

    /// <summary>Batches waiting to be filled beside those in flight.</summary>
    private const int Spare = 4;

    private readonly int _inFlight = Math.Max(1, BatchSize * (options.Concurrency + Spare) / options.UsersPerMessage);
    private readonly PipelineRounds _rounds = new(options);

    public async Task<PipelineResult> RunAsync(CancellationToken cancellationToken)
    {
        await using var environment = await LocalEnvironment.StartAsync(new LocalEnvironmentOptions(), cancellationToken);
        var token = environment.HubSpot.Settings.AcceptedTokens[0];

        // No unique property, since the same users come again and again: both sides work on a heap that stays small.
        await using var hubSpot = await SimulatorProcess.StartAsync(
            new HubSpotSettings { AcceptedTokens = [token], UniqueProperty = string.Empty, RateLimit = 0, DailyLimit = 0, CountsOnly = true }, cancellationToken);
        using var plain = new HttpClient { BaseAddress = hubSpot.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

        var settings = environment.AppSettings();
        settings["HubSpot__BaseAddress"] = hubSpot.BaseAddress.AbsoluteUri;
        settings["HubSpot__RateLimit"] = "10000";
        settings["Batching__MaxConcurrentBatches"] = options.Concurrency.ToString(CultureInfo.InvariantCulture);
        using var accepted = await LibraryHost.StartAsync(
            settings, services => services.AddSingleton<TableServiceClient>(new AcceptingTables(environment.Storage.ConnectionString)), cancellationToken);
        using var stored = await LibraryHost.StartAsync(settings, configure: null, cancellationToken);

        var (library, loop, withStorage) = (new LibrarySide(accepted, _inFlight), new BareLoop(plain, options.Concurrency), new LibrarySide(stored, _inFlight));
        for (var round = 0; round < WarmUpRounds + options.Rounds; round++)
        {
            await RunRoundAsync(library, loop, withStorage, hubSpot, isWarmUp: round < WarmUpRounds, cancellationToken);
        }

        var atLatency = await new OneByOneRun(options, time).RunAsync(library, loop, hubSpot, cancellationToken);
        await accepted.StopAsync(cancellationToken);
        await stored.StopAsync(cancellationToken);
        return _rounds.ResultWith(atLatency);
    }

    private async Task RunRoundAsync(LibrarySide library, BareLoop loop, LibrarySide withStorage, SimulatorProcess hubSpot, bool isWarmUp, CancellationToken cancellationToken)
    {
        // Twice as many as wait at once, so that no user meets itself in a batch.
        var workload = Workload.Of(2 * BatchSize * (options.Concurrency + Spare), options.UsersPerMessage, time.GetUtcNow());
        var calls = workload.Calls();
        var toStore = Workload.Of(options.StoredUsers, options.UsersPerMessage, time.GetUtcNow());
        var round = new PipelineRound(
            await MeasureAsync(hubSpot, options.Users, () => library.RunAsync(workload.Submissions, options.Users / options.UsersPerMessage, cancellationToken), cancellationToken),
            await MeasureAsync(hubSpot, options.Users, () => loop.RunAsync(calls, options.Users / BatchSize, cancellationToken), cancellationToken),
            await MeasureAsync(hubSpot, options.StoredUsers, () => withStorage.RunAsync(toStore.Submissions, toStore.Submissions.Count, cancellationToken), cancellationToken));
        if (!isWarmUp)
        {
            _rounds.Add(round);
        }
    }

    private async Task<SideUsage> MeasureAsync(SimulatorProcess hubSpot, int users, Func<Task> work, CancellationToken cancellationToken)
    {
        var before = hubSpot.ProcessorTime;
        var usage = await Usage.OfAsync(work, time);
        var ofHubSpot = hubSpot.ProcessorTime - before;
        var summary = await hubSpot.DrainAsync(cancellationToken);
        return summary.CreatedUsers == users
            ? new SideUsage(usage, ofHubSpot, (double)summary.TotalInputs / summary.TotalCalls / BatchSize)
            : throw new InvalidOperationException($"HubSpot has {summary.CreatedUsers} users instead of {users}.");
    }
}
