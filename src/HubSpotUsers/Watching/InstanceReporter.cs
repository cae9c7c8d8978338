using HubSpotUsers.Secrets;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Watching;

/// <summary>Has this process say every few seconds that it is there, and what it does: whoever asks for the state asks only one of all processes.</summary>
/// <param name="table">Takes it.</param>
/// <param name="meters">What the process has measured.</param>
/// <param name="tokens">The age of its token.</param>
internal sealed partial class InstanceReporter(InstanceTable table, Meters meters, HubSpotTokenCache tokens, TimeProvider time, ILogger<InstanceReporter> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly string _id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private long _reportedAt = time.GetTimestamp();
    private long _reportedUsers;

    /// <summary>Says it once.</summary>
    internal async Task ReportAsync()
    {
        var (users, elapsed) = (meters.EndedUsers, time.GetElapsedTime(_reportedAt));
        var rate = elapsed > TimeSpan.Zero ? (users - _reportedUsers) / elapsed.TotalSeconds : 0;
        (_reportedUsers, _reportedAt) = (users, time.GetTimestamp());
        var (limit, remaining) = meters.DayQuota;
        await table.WriteAsync(new InstanceState(
            _id, AppVersion.Text, _startedAt, time.GetUtcNow(), Math.Round(rate, 1), meters.MessagesInProcess, tokens.Age?.TotalSeconds, limit, remaining));
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(() => table.RemoveAsync(_id));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await TryAsync(ReportAsync);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            // The next report may get through, and nothing else depends on this one.
            Log.NotReported(logger, StorageFailure.StatusOf(exception));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(708, LogLevel.Debug, "The process could not report its state (HTTP {Status}).")]
        public static partial void NotReported(ILogger logger, int status);
    }
}
