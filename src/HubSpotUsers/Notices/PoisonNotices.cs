using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Notices;

/// <summary>
/// Counts what comes into the poison queue, by reason, until a notice tells of it. Each message leaves a row, which the next look counts and
/// removes in one transaction, so that each is reported once; what was there before notices were on is in none.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="notices">Takes the notice.</param>
/// <param name="options">Whether and how often it is wanted.</param>
/// <param name="links">Where the app is.</param>
internal sealed partial class PoisonNotices(
    TableServiceClient service,
    NoticeTable notices,
    IOptions<NotifyOptions> options,
    AppLinks links,
    TimeProvider time,
    ILogger<PoisonNotices> logger)
{
    /// <summary>A transaction has 100 rows (Azure: Performing entity group transactions); one of them is the count.</summary>
    private const int MaxCounted = 99;

    private const string NewPrefix = "new-";

    private readonly TableClient _table = service.GetTableClient(TableNames.Control);

    /// <summary>Whether notices of poison are wanted.</summary>
    internal bool IsWanted => options.Value.Wants(NoticeType.NewPoison);

    /// <summary>Has a message counted, unless storage fails: poison does not wait for notices.</summary>
    internal async Task TryNoteAsync(string messageId, PoisonReason reason, int users)
    {
        try
        {
            var row = new TableEntity(NoticeTable.Partition, NewPrefix + messageId) { ["Reason"] = reason.ToString(), ["Users"] = users };
            await _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(row, TableUpdateMode.Replace));
        }
        catch (Exception exception) when (StorageFailure.Is(exception))
        {
            Log.NotCounted(logger, messageId, StorageFailure.StatusOf(exception));
        }
    }

    /// <summary>Counts what is new, and tells of it, unless the last notice was sent a moment ago or still waits.</summary>
    /// <param name="waiting">The notices that wait.</param>
    /// <param name="isOver">Says when to leave the rest to the next look.</param>
    internal async Task LookAsync(IReadOnlyList<WaitingNotice> waiting, Func<bool> isOver)
    {
        var count = await PoisonCount.ReadAsync(_table);
        while (!isOver())
        {
            var rows = await _table.ReadAsync(NoticeTable.Rows(NewPrefix), pageSize: MaxCounted).Take(MaxCounted).ToListAsync();
            if (rows.Count is 0)
            {
                break;
            }

            count = count.Plus(rows, time.GetUtcNow());
            List<TableTransactionAction> actions = [count.ToAction(), .. rows.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All))];
            await _table.SubmitTransactionAsync(actions);
            count = await PoisonCount.ReadAsync(_table);
        }

        var now = time.GetUtcNow();
        if (count.Since is not { } since || now - count.ToldAt < options.Value.PoisonInterval || waiting.Any(one => one.Notice.Type is NoticeType.NewPoison))
        {
            return;
        }

        var reasons = count.Reasons;
        var news = new NewPoison(since, reasons.Sum(one => one.Messages), reasons.Sum(one => one.Users), reasons, links.To("/api/poison"));
        await notices.AddAsync(Notice.Of(now, news), count.Reported(now).ToAction());
    }

    private static partial class Log
    {
        [LoggerMessage(820, LogLevel.Warning, "Poison message {MessageId} could not be counted for a notice (HTTP {Status}).")]
        public static partial void NotCounted(ILogger logger, string messageId, int status);
    }
}
