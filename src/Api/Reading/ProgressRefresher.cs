using Api.Requests;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Api.Reading;

/// <summary>
/// Keeps the counts in the rows of requests up to date without anyone asking: of those whose users this process handled within seconds, and
/// of all open ones whenever <see cref="SweepAsync"/> is called, for a process that died could not.
/// </summary>
/// <param name="tallies">Names the requests whose users were handled.</param>
/// <param name="progress">Counts.</param>
/// <param name="requests">The requests.</param>
/// <param name="index">The list of uploads.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Takes ids.</param>
internal sealed partial class ProgressRefresher(
    TallyTable tallies,
    RequestProgress progress,
    RequestTable requests,
    UploadIndex index,
    TimeProvider time,
    ILogger<ProgressRefresher> logger) : BackgroundService
{
    /// <summary>A message is of no use after it has expired, seven days by default, and neither is waiting for its users.</summary>
    private const int DaysBack = 7;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Counts that stand still for so long are compared with the rows of the users.</summary>
    private static readonly TimeSpan RepairAfter = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, (OutcomeCounts Counts, long Since)> _still = new(StringComparer.Ordinal);

    /// <summary>Counts the requests whose users this process has handled since the last call.</summary>
    internal async Task RefreshAsync()
    {
        foreach (var id in tallies.TakeChanged())
        {
            try
            {
                await progress.RefreshAsync(id);
            }
            catch (Exception exception) when (StorageFailure.Is(exception))
            {
                tallies.Changed(id);
                Log.NotCounted(logger, id, StorageFailure.StatusOf(exception));
            }
        }
    }

    /// <summary>Counts all open requests of the last days, and repairs the counts of those that do not get on. For one caller at a time.</summary>
    internal async Task SweepAsync()
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        for (var back = 0; back <= DaysBack; back++)
        {
            await foreach (var (key, id) in index.ReadAsync(time.GetUtcNow().AddDays(-back), after: string.Empty, isOpenOnly: true))
            {
                if (await requests.FindAsync(id) is { } entry && UploadIndex.KeyOf(entry) == key)
                {
                    open.Add(id);
                    await SweepOneAsync(entry);
                }
            }
        }

        foreach (var id in _still.Keys.Except(open, StringComparer.Ordinal).ToList())
        {
            _still.Remove(id);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await RefreshAsync();
        }
    }

    private async Task SweepOneAsync(RequestEntry entry)
    {
        var counted = await progress.CountAsync(entry);
        if (counted.State is RequestState.Done)
        {
            await index.WriteAsync(counted);
        }
        else if (!_still.TryGetValue(entry.Id, out var still) || still.Counts != counted.Counts)
        {
            _still[entry.Id] = (counted.Counts, time.GetTimestamp());
        }
        else if (time.GetElapsedTime(still.Since) >= RepairAfter && !counted.IsSource)
        {
            _still[entry.Id] = (counted.Counts, time.GetTimestamp());
            await progress.RepairAsync(counted);
            await progress.RefreshAsync(entry.Id);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(610, LogLevel.Warning, "The counts of request {RequestId} could not be kept (HTTP {Status}); they are counted again.")]
        public static partial void NotCounted(ILogger logger, string requestId, int status);
    }
}
