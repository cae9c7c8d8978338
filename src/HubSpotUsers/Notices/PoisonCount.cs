using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Notices;

/// <summary>The row that counts what came into the poison queue since the last notice of it.</summary>
/// <param name="Reasons">How much, by reason.</param>
/// <param name="Since">When the first of it was counted; null while there is nothing.</param>
/// <param name="ToldAt">When the last notice was made; null before the first.</param>
/// <param name="ETag">The row's version; null when it is not there.</param>
internal sealed record PoisonCount(IReadOnlyList<PoisonedFor> Reasons, DateTimeOffset? Since, DateTimeOffset? ToldAt, ETag? ETag)
{
    private const string Row = "poison";

    /// <summary>Reads the row.</summary>
    public static async Task<PoisonCount> ReadAsync(TableClient table)
    {
        var row = await table.FindAsync(NoticeTable.Partition, Row);
        return row is null
            ? new PoisonCount([], Since: null, ToldAt: null, ETag: null)
            : new PoisonCount(
                ReadReasons(row),
                row.Time(nameof(Since)),
                row.Time(nameof(ToldAt)),
                row.ETag);
    }

    /// <summary>Gives the count with messages more.</summary>
    /// <param name="messages">A row for each.</param>
    /// <param name="now">When they are counted.</param>
    public PoisonCount Plus(IEnumerable<TableEntity> messages, DateTimeOffset now) => this with
    {
        Reasons =
        [
            .. Reasons.Concat(messages.Select(row => new PoisonedFor(row.Text("Reason") ?? string.Empty, 1, row.Count("Users") ?? 1)))
                .GroupBy(one => one.Reason, StringComparer.Ordinal)
                .OrderBy(reason => reason.Key, StringComparer.Ordinal)
                .Select(reason => new PoisonedFor(reason.Key, reason.Sum(one => one.Messages), reason.Sum(one => one.Users))),
        ],
        Since = Since ?? now,
    };

    /// <summary>Gives the count after a notice of it.</summary>
    public PoisonCount Reported(DateTimeOffset now) => this with { Reasons = [], Since = null, ToldAt = now };

    /// <summary>What cannot be read counts as one message whose outcome is in doubt, so that a person is asked to look.</summary>
    private static IReadOnlyList<PoisonedFor> ReadReasons(TableEntity row)
    {
        if (row[nameof(Reasons)] is null)
        {
            return [];
        }

        try
        {
            if (JsonSerializer.Deserialize(row.Text(nameof(Reasons)) ?? string.Empty, PoisonCountJson.Default.IReadOnlyListPoisonedFor) is { } reasons && reasons.All(one => one is { Reason: not null }))
            {
                return reasons;
            }
        }
        catch (JsonException)
        {
            // Another version has written it.
        }

        return [new PoisonedFor(nameof(PoisonReason.Unknown), 1, 1)];
    }

    /// <summary>Writes the row, unless another process has.</summary>
    public TableTransactionAction ToAction()
    {
        var row = new TableEntity(NoticeTable.Partition, Row) { [nameof(Reasons)] = JsonSerializer.Serialize(Reasons, PoisonCountJson.Default.IReadOnlyListPoisonedFor) };
        row.AddIfKnown(nameof(Since), Since);
        row.AddIfKnown(nameof(ToldAt), ToldAt);
        return ETag is { } known
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, known)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
    }
}

/// <summary>Source-generated JSON of the row.</summary>
[JsonSerializable(typeof(IReadOnlyList<PoisonedFor>))]
internal sealed partial class PoisonCountJson : JsonSerializerContext;
