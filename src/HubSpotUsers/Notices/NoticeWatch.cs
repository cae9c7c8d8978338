using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Notices;

/// <summary>Finds once a minute what there is to tell, and posts it, in one of all processes. Whatever fails here, fails alone.</summary>
public sealed partial class NoticeWatch
{
    /// <summary>What begins in this time ends before the next minute: a post takes half a minute at most.</summary>
    private static readonly TimeSpan RunTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);

    private readonly NoticeTable _notices;
    private readonly PauseNotices _pauses;
    private readonly PoisonNotices _poison;
    private readonly NoticeSender _sender;
    private readonly IOptions<NotifyOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILogger<NoticeWatch> _logger;
    private readonly TableClient _control;
    private readonly TableLease _lease;

    internal NoticeWatch(
        TableServiceClient service,
        NoticeTable notices,
        PauseNotices pauses,
        PoisonNotices poison,
        NoticeSender sender,
        IOptions<NotifyOptions> options,
        TimeProvider time,
        ILogger<NoticeWatch> logger)
    {
        (_notices, _pauses, _poison, _sender, _options, _time, _logger) = (notices, pauses, poison, sender, options, time, logger);
        _control = service.GetTableClient(TableNames.Control);
        _lease = new TableLease(_control, NoticeTable.Partition, "lease", time);
    }

    /// <summary>Does it, unless there is no webhook or another process does it. Throws nothing.</summary>
    /// <param name="cancellationToken">Ends it; the next minute goes on.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!_options.Value.IsOn)
        {
            return;
        }

        try
        {
            ETag? taken = null;
            await _control.CreateOnDemandAsync(async _ => taken = await _lease.TryTakeAsync(_time.GetUtcNow() + LeaseTime));
            if (taken is { } lease)
            {
                await RunAsync(lease, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The app shuts down. What waits, waits in the table.
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            Log.NotRun(_logger, StorageFailure.StatusOf(exception));
        }
        catch (Exception exception)
        {
            // Whatever it is, all else that is done in this minute is more important than notices.
            Log.Failed(_logger, exception);
        }
    }

    private async Task RunAsync(ETag lease, CancellationToken cancellationToken)
    {
        try
        {
            var began = _time.GetTimestamp();
            await _pauses.LookAsync(cancellationToken);
            await _poison.LookAsync(await _notices.ReadAsync(), IsOver);
            await _sender.SendAsync(await _notices.ReadAsync(), IsOver, cancellationToken);

            bool IsOver() => _time.GetElapsedTime(began) >= RunTime;
        }
        finally
        {
            await _lease.ReleaseAsync(lease);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(824, LogLevel.Warning, "Notices could not be processed (HTTP {Status}); the next minute retries.")]
        public static partial void NotRun(ILogger logger, int status);

        [LoggerMessage(825, LogLevel.Error, "Notices could not be processed; the next minute retries.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
