using Azure.Data.Tables;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Ledger;

/// <summary>Reads the batches table.</summary>
/// <param name="service">The storage account.</param>
internal sealed partial class BatchReader(TableServiceClient service, ILogger<BatchReader> logger)
{
    /// <summary>A row names up to 100 users in several kilobytes, and the first page is enough for most callers.</summary>
    private const int PageSize = 100;

    private readonly TableClient _table = service.GetTableClient(BatchTable.TableName);

    /// <summary>Reads the row of a batch; null when there is none.</summary>
    internal Task<TableEntity?> FindAsync(BatchKey key) => _table.FindAsync(key.PartitionKey, key.RowKey);

    /// <summary>Reads what a batch came to; null when there is none.</summary>
    internal async Task<BatchSummary?> FindSummaryAsync(Guid id) => await FindAsync(BatchKey.Of(id)) is { } row ? SummaryOf(row) : null;

    /// <summary>Reads batches of a day, newest first.</summary>
    /// <param name="day">The day, as <c>yyyyMMdd</c>.</param>
    /// <param name="outcome">What they came to; null for all.</param>
    /// <param name="after">The row after which they begin; empty for the first.</param>
    /// <param name="top">How many at most.</param>
    internal async Task<IReadOnlyList<TableEntity>> ReadAsync(string day, BatchResult? outcome, string after, int top)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {day} and RowKey gt {after}");
        if (outcome is { } wanted)
        {
            filter += TableClient.CreateQueryFilter($" and Outcome eq {wanted.ToString()}");
        }

        return await _table.ReadAsync(filter, pageSize: top).Take(top).ToListAsync();
    }

    /// <summary>Reads calls of a day as they come, newest first.</summary>
    /// <param name="day">The day, as <c>yyyyMMdd</c>.</param>
    /// <param name="from">The row with which they begin; empty for the first.</param>
    /// <param name="outcomes">Only those with a user of one of these outcomes; null for all.</param>
    internal IAsyncEnumerable<TableEntity> ReadFromAsync(string day, string from, IReadOnlyCollection<string>? outcomes)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {day} and RowKey ge {from}");
        List<string>? wanted = outcomes?.Where(outcome => outcome is not RecordedUser.Pending).Select(outcome => $"{Enum.Parse<Outcome>(outcome)} gt 0").ToList();
        return wanted switch
        {
            null => _table.ReadAsync(filter, pageSize: PageSize),
            [] => AsyncEnumerable.Empty<TableEntity>(),
            _ => _table.ReadAsync($"{filter} and ({string.Join(" or ", wanted)})", pageSize: PageSize),
        };
    }

    /// <summary>Reads the keys of a batch's users; null when its row does not say which they are.</summary>
    internal IReadOnlyList<string>? UsersOf(TableEntity row)
    {
        var keys = BatchRow.UsersOf(row);
        if (keys is null)
        {
            Log.Unreadable(logger, SummaryOf(row).Id);
        }

        return keys;
    }

    /// <summary>What a row says of its batch.</summary>
    internal static BatchSummary SummaryOf(TableEntity row) => new(
        row.Id("BatchId") ?? BatchKey.IdOf(row.RowKey),
        Enum.TryParse<BatchResult>(row.Text("Outcome"), out var result) ? result : BatchResult.Unknown,
        BatchRow.CountsOf(row),
        row.Text("Status"),
        row.Count("HttpStatus"),
        row.Text("CorrelationId"));

    private static partial class Log
    {
        [LoggerMessage(208, LogLevel.Warning, "Batch {BatchId}: its row does not list its users; another version of the app may have written it.")]
        public static partial void Unreadable(ILogger logger, Guid batchId);
    }
}
