using Azure.Data.Tables;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Notices;

/// <summary>Posts what waits, one notice after the other, and has what was not taken wait for longer each time.</summary>
/// <param name="service">The storage account.</param>
/// <param name="notices">What waits.</param>
/// <param name="client">Posts it.</param>
/// <param name="options">How long it is tried.</param>
/// <param name="logger">Takes ids, types and statuses.</param>
internal sealed partial class NoticeSender(
    TableServiceClient service,
    NoticeTable notices,
    WebhookClient client,
    IOptions<NotifyOptions> options,
    Meters meters,
    TimeProvider time,
    ILogger<NoticeSender> logger)
{
    /// <summary>Runs are a minute apart: a little less than whole minutes, so that an attempt is not left to the run after the one it is meant for.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(59.5);

    private readonly TableClient _table = service.GetTableClient(TableNames.Control);

    /// <summary>Posts what is due.</summary>
    /// <param name="waiting">What waits.</param>
    /// <param name="isOver">Says when to leave the rest to the next run.</param>
    internal async Task SendAsync(IReadOnlyList<WaitingNotice> waiting, Func<bool> isOver, CancellationToken cancellationToken)
    {
        if (waiting.Count is 0)
        {
            return;
        }

        var receiver = await Receiver.ReadAsync(_table);
        if (receiver.Gone == Receiver.HashOf(options.Value.WebhookUri))
        {
            await DropAllAsync(waiting);
            return;
        }

        foreach (var one in waiting)
        {
            var now = time.GetUtcNow();
            if (now - one.Notice.At > options.Value.RetryFor)
            {
                await DropAsync(one, "it was tried for as long as Notify:RetryFor says");
            }
            else if (isOver() || receiver.NotBefore > now)
            {
                return;
            }
            else if (one.NextAt <= now && !await PostAsync(one, cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>Posts a notice.</summary>
    /// <returns>Whether others may be posted at the moment.</returns>
    private async Task<bool> PostAsync(WaitingNotice waiting, CancellationToken cancellationToken)
    {
        var post = await client.PostAsync(waiting.Notice, cancellationToken);
        switch (post.Result)
        {
            case PostResult.Taken:
                await notices.RemoveAsync(waiting.Notice);
                meters.Notified(waiting.Notice.Type, "sent");
                return true;
            case PostResult.Gone:
                await new Receiver(Gone: Receiver.HashOf(options.Value.WebhookUri)).WriteAsync(_table);
                await DropAllAsync(await notices.ReadAsync());
                return false;
            case PostResult.Refused:
                await PutOffAsync(waiting, post);
                return true;
            default:
                await PutOffAsync(waiting, post);
                await (post.Wait is { } wait ? new Receiver(NotBefore: time.GetUtcNow() + wait).WriteAsync(_table) : Task.CompletedTask);
                return false;
        }
    }

    private async Task PutOffAsync(WaitingNotice waiting, Post post)
    {
        var attempts = waiting.Attempts + 1;
        var delay = FirstDelay * Math.Pow(2, Math.Min(attempts - 1, 10));
        var next = time.GetUtcNow() + (delay < MaxDelay ? delay : MaxDelay);
        await notices.PutOffAsync(waiting with { Attempts = attempts, NextAt = next });
        meters.Notified(waiting.Notice.Type, "failed");
        Log.NotTaken(logger, waiting.Notice.Id, waiting.Notice.Type, post.Reason, attempts, next);
    }

    private async Task DropAllAsync(IReadOnlyList<WaitingNotice> waiting)
    {
        Log.Gone(logger);
        foreach (var one in waiting)
        {
            await DropAsync(one, "the webhook is gone");
        }
    }

    private async Task DropAsync(WaitingNotice waiting, string reason)
    {
        await notices.RemoveAsync(waiting.Notice);
        meters.Notified(waiting.Notice.Type, "dropped");
        Log.Dropped(logger, waiting.Notice.Id, waiting.Notice.Type, reason);
    }

    private static partial class Log
    {
        [LoggerMessage(821, LogLevel.Warning, "The webhook did not take notice {NoticeId} ({NoticeType}): {Reason}. Attempt {Attempt}; the next is at {NextAt:u}.")]
        public static partial void NotTaken(ILogger logger, string noticeId, string noticeType, string reason, int attempt, DateTimeOffset nextAt);

        [LoggerMessage(822, LogLevel.Error, "Notice {NoticeId} ({NoticeType}) is dropped: {Reason}.")]
        public static partial void Dropped(ILogger logger, string noticeId, string noticeType, string reason);

        [LoggerMessage(823, LogLevel.Error, "The webhook is gone (HTTP 410): no notice is posted until Notify:WebhookUri is another one.")]
        public static partial void Gone(ILogger logger);
    }
}
