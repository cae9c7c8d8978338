using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Watching;

/// <summary>Writes every few seconds how many users of this process got which outcome, and how many messages it deferred; nothing while there are none.</summary>
/// <param name="outcomes">The outcomes that were counted.</param>
/// <param name="outcomeTable">Takes them.</param>
/// <param name="deferred">The deferred messages.</param>
/// <param name="deferredTable">Takes them.</param>
internal sealed partial class CountReporter(
    OutcomeSlots outcomes,
    OutcomeTable outcomeTable,
    DeferredSlots deferred,
    DeferredTable deferredTable,
    TimeProvider time,
    ILogger<CountReporter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string _id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>Writes it once.</summary>
    internal async Task ReportAsync()
    {
        await ReportAsync(outcomes, outcomeTable);
        await ReportAsync(deferred, deferredTable);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await ReportAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ReportAsync();
        }
    }

    private async Task ReportAsync<TCounts>(CountSlots<TCounts> slots, CountTable<TCounts> table)
        where TCounts : class
    {
        foreach (var period in slots.TakeChanged())
        {
            try
            {
                await table.WriteAsync(_id, period);
            }
            catch (Exception exception) when (StorageFailure.Is(exception))
            {
                // The next report says it again.
                slots.Return(period);
                Log.NotReported(logger, StorageFailure.StatusOf(exception));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(709, LogLevel.Debug, "The process could not report its counts (HTTP {Status}).")]
        public static partial void NotReported(ILogger logger, int status);
    }
}
