using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Notices;

/// <summary>The notices that wait to be posted, in the control table: a row for each until the webhook has taken it.</summary>
/// <param name="service">The storage account.</param>
internal sealed class NoticeTable(TableServiceClient service, TimeProvider time)
{
    /// <summary>The partition of everything about notices: what belongs together is written together.</summary>
    public const string Partition = "notice";

    private const string EventPrefix = "event-";

    /// <summary>Those that come first in a run; a run posts far fewer.</summary>
    private const int MaxRead = 1_000;

    private readonly TableClient _table = service.GetTableClient(TableNames.Control);

    /// <summary>Has a notice posted; one that waits already is left as it is.</summary>
    internal async Task AddAsync(Notice notice)
    {
        try
        {
            await _table.CreateOnDemandAsync(table => table.AddEntityAsync(ToRow(notice)));
        }
        catch (RequestFailedException exception) when (exception.Status is 409)
        {
            // Whoever found the same before has written the same.
        }
    }

    /// <summary>Has a notice posted, together with the change of a row that says so.</summary>
    internal Task AddAsync(Notice notice, TableTransactionAction change) => _table.CreateOnDemandAsync(table =>
        table.SubmitTransactionAsync([change, new TableTransactionAction(TableTransactionActionType.Add, ToRow(notice))]));

    /// <summary>Reads what waits, the oldest first.</summary>
    internal async Task<IReadOnlyList<WaitingNotice>> ReadAsync()
    {
        var waiting = await _table.ReadAsync(Rows(EventPrefix)).Take(MaxRead).Select(FromRow).ToListAsync();
        return [.. waiting.OrderBy(one => one.Notice.At)];
    }

    /// <summary>Has a notice wait for the next attempt.</summary>
    internal Task PutOffAsync(WaitingNotice waiting)
    {
        var row = ToRow(waiting.Notice);
        row["Attempts"] = waiting.Attempts;
        row["NextAt"] = waiting.NextAt;
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace);
    }

    /// <summary>Forgets a notice.</summary>
    internal Task RemoveAsync(Notice notice) => _table.RemoveIfThereAsync(Partition, EventPrefix + notice.Id);

    /// <summary>The rows of the partition whose keys begin with a text that ends in a hyphen.</summary>
    internal static string Rows(string prefix)
    {
        // A full stop is the character after the hyphen.
        var end = prefix.Replace('-', '.');
        return TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {prefix} and RowKey lt {end}");
    }

    private TableEntity ToRow(Notice notice) => new(Partition, EventPrefix + notice.Id)
    {
        [nameof(Notice.Type)] = notice.Type,
        [nameof(Notice.At)] = notice.At,
        [nameof(Notice.Data)] = notice.Data,
        [nameof(Notice.Text)] = notice.Text,
        ["Attempts"] = 0,
        ["NextAt"] = time.GetUtcNow(),
    };

    private static WaitingNotice FromRow(TableEntity row) => new(
        new Notice(
            row.RowKey[EventPrefix.Length..],
            row.Text(nameof(Notice.Type)) ?? string.Empty,
            row.Time(nameof(Notice.At)) ?? DateTimeOffset.MinValue,
            row.Text(nameof(Notice.Data)) ?? "{}",
            row.Text(nameof(Notice.Text)) ?? string.Empty),
        row.Count("Attempts") ?? 0,
        row.Time("NextAt") ?? DateTimeOffset.MinValue);
}

/// <summary>A notice that the webhook has not taken yet.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAt">When it is tried next.</param>
internal sealed record WaitingNotice(Notice Notice, int Attempts, DateTimeOffset NextAt);
