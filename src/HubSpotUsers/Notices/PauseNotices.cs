using Azure.Data.Tables;
using HubSpotUsers.Pausing;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Notices;

/// <summary>Finds out whether sending is paused until a person acts: one notice for each time it is, not for each probe that fails.</summary>
/// <param name="service">The storage account.</param>
/// <param name="control">Has the pause that all processes share, until a call has shown that it is over.</param>
/// <param name="notices">Takes the notice.</param>
/// <param name="options">Whether it is wanted.</param>
/// <param name="links">Where the app is.</param>
internal sealed class PauseNotices(TableServiceClient service, ControlTable control, NoticeTable notices, IOptions<NotifyOptions> options, AppLinks links, TimeProvider time)
{
    /// <summary>A pause that is there again within so long, for the same reason, never was over.</summary>
    internal static readonly TimeSpan GoesOnFor = TimeSpan.FromMinutes(10);

    private const string SeenAt = "SeenAt";

    private readonly TableClient _table = service.GetTableClient(TableNames.Control);

    /// <summary>Looks once.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Wants(NoticeType.SendingPaused) || (await control.ReadAsync(cancellationToken)).Pause is not { NeedsPerson: true } pause)
        {
            return;
        }

        var (now, key) = (time.GetUtcNow(), $"paused-{pause.Reason}");
        var seen = await _table.FindAsync(NoticeTable.Partition, key, cancellationToken);
        var row = new TableEntity(NoticeTable.Partition, key) { [SeenAt] = now };
        if (now - seen?.Time(SeenAt) <= GoesOnFor)
        {
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
            return;
        }

        // What HubSpot said in words stays in the log: words of others may hold anything.
        var message = (pause with { Detail = null }).Message;
        var notice = Notice.Of(now, new PausedSending(pause.Reason.ToString(), Meters.Code(pause.Category), now, message, links.To("/api/status")));
        await notices.AddAsync(notice, new TableTransactionAction(TableTransactionActionType.UpsertReplace, row));
    }
}
