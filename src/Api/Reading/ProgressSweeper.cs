using System.Collections.Concurrent;
using Api.Requests;
using HubSpotUsers;
using Microsoft.Extensions.Logging;

namespace Api.Reading;

/// <summary>
/// Counts all open requests of the last days, for a process that died could not, and removes rows of the list of uploads that stand for no
/// request. A round may take several calls: each goes on from where the one before stopped.
/// </summary>
/// <param name="progress">Counts.</param>
/// <param name="index">The list of uploads.</param>
internal sealed partial class ProgressSweeper(RequestProgress progress, RequestTable requests, UploadIndex index, TimeProvider time, ILogger<ProgressSweeper> logger)
{
    /// <summary>A message is of no use after it has expired, seven days by default, and neither is waiting for its users.</summary>
    private const int DaysBack = 7;

    private const int RequestsAtOnce = 16;

    /// <summary>Leaves a quarter of the minute, in which the next call is due, to what was begun.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(45);

    /// <summary>Counts that stand still for so long are compared with the rows of the users.</summary>
    private static readonly TimeSpan RepairAfter = TimeSpan.FromMinutes(10);

    /// <summary>The row of the list is written first: one whose request is not there after so long was left by a process that died.</summary>
    private static readonly TimeSpan StrayAfter = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, (OutcomeCounts Counts, long Since)> _still = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _open = new(StringComparer.Ordinal);
    private (DateTimeOffset Day, string After)? _stoppedAt;

    /// <summary>Goes on with the round, or begins a new one, and repairs the counts of requests that do not get on. For one caller at a time.</summary>
    internal async Task SweepAsync()
    {
        var (began, today) = (time.GetTimestamp(), new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero));
        for (var (day, after) = _stoppedAt ?? (today, string.Empty); day >= today.AddDays(-DaysBack); (day, after) = (day.AddDays(-1), string.Empty))
        {
            await foreach (var rows in index.ReadAsync(day, after, isOpenOnly: true).Chunk(RequestsAtOnce))
            {
                await Task.WhenAll(rows.Select(row => TrySweepAsync(day, row.Key, row.RequestId)));
                if (time.GetElapsedTime(began) >= MaxTime)
                {
                    _stoppedAt = (day, rows[^1].Key);
                    return;
                }
            }
        }

        _stoppedAt = null;
        foreach (var id in _still.Keys.Where(id => !_open.ContainsKey(id)))
        {
            _still.TryRemove(id, out _);
        }

        _open.Clear();
    }

    private async Task TrySweepAsync(DateTimeOffset day, string key, string id)
    {
        try
        {
            var (entry, isUnreadable) = await requests.LookUpAsync(id);
            if (entry is not null && UploadIndex.KeyOf(entry) == key)
            {
                _open[id] = 0;
                await SweepAsync(entry);
            }
            else if (entry is not null || (!isUnreadable && time.GetUtcNow() - UploadIndex.ReceivedAt(key) > StrayAfter))
            {
                // It came again, and is listed by when it came first.
                await index.RemoveAsync(day, key);
            }
        }
        catch (Exception exception)
        {
            // Whatever is wrong with one request, the others are counted; the next round comes back to it.
            Log.Failed(logger, id, exception);
        }
    }

    private async Task SweepAsync(RequestEntry entry)
    {
        var counted = await progress.CountAsync(entry);
        if (counted.State is RequestState.Done)
        {
            await progress.ListAsync(counted);
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
        [LoggerMessage(612, LogLevel.Warning, "The counts of request {RequestId} could not be brought up to date; the next round retries.")]
        public static partial void Failed(ILogger logger, string requestId, Exception exception);
    }
}
