using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Api.Reading;

/// <summary>
/// Keeps the counts in the rows of those requests up to date whose users this process has handled, within seconds and without a request for them.
/// <see cref="ProgressSweeper"/> does the same for processes that died.
/// </summary>
/// <param name="tallies">Names the requests whose users were handled.</param>
/// <param name="progress">Counts.</param>
internal sealed partial class ProgressRefresher(TallyTable tallies, RequestProgress progress, TimeProvider time, ILogger<ProgressRefresher> logger) : BackgroundService
{
    private const int RequestsAtOnce = 16;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Counts the requests whose users this process has handled since the last call, and first repairs those of which it could not record something.</summary>
    internal async Task RefreshAsync()
    {
        // The counts of a request that is done are compared with its users' rows nowhere else.
        await EachAsync(tallies.TakeMissed(), RepairAsync, tallies.Missed);
        await EachAsync(tallies.TakeChanged(), progress.RefreshAsync, tallies.Changed);
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

    private Task EachAsync(IReadOnlyList<string> ids, Func<string, Task> count, Action<string> again) =>
        Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = RequestsAtOnce }, async (id, _) =>
        {
            try
            {
                await count(id);
            }
            catch (Exception exception) when (StorageFailure.Is(exception))
            {
                again(id);
                Log.NotCounted(logger, id, StorageFailure.StatusOf(exception));
            }
            catch (Exception exception)
            {
                // Whatever is wrong with one request, the others are counted, and this service goes on.
                again(id);
                Log.Failed(logger, id, exception);
            }
        });

    private async Task RepairAsync(string id)
    {
        await progress.RepairAsync(id);
        tallies.Changed(id);
    }

    private static partial class Log
    {
        [LoggerMessage(610, LogLevel.Warning, "The counts of request {RequestId} could not be recorded (HTTP {Status}); they are counted again.")]
        public static partial void NotCounted(ILogger logger, string requestId, int status);

        [LoggerMessage(611, LogLevel.Error, "Counting request {RequestId} failed; it is counted again.")]
        public static partial void Failed(ILogger logger, string requestId, Exception exception);
    }
}
