using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Watching;

/// <summary>Writes every few seconds how many users of this process got which outcome; nothing while there are none.</summary>
/// <param name="slots">What was counted.</param>
/// <param name="table">Takes it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes statuses.</param>
internal sealed partial class OutcomeReporter(OutcomeSlots slots, OutcomeTable table, TimeProvider time, ILogger<OutcomeReporter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string _id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    /// <summary>Writes it once.</summary>
    internal async Task ReportAsync()
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

    private static partial class Log
    {
        [LoggerMessage(709, LogLevel.Debug, "The process could not report its outcomes (HTTP {Status}).")]
        public static partial void NotReported(ILogger logger, int status);
    }
}
