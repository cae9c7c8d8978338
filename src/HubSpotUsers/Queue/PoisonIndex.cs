using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Storage;

namespace HubSpotUsers.Queue;

/// <summary>
/// The index of the poison queue: a row for every message in it, without any value. A queue shows no more than the first 32 of its visible
/// messages, so what the app poisons it lists here, and a scan of the queue adds and removes what others have moved.
/// </summary>
/// <param name="service">The storage account.</param>
internal sealed class PoisonIndex(TableServiceClient service)
{
    /// <summary>The table of poison: its index, the tasks over it, and their lease.</summary>
    public const string TableName = "HubSpotPoison";

    private const string Partition = "message";

    private const int MaxAtOnce = 16;

    private readonly TableClient _table = service.GetTableClient(TableName);

    /// <summary>Lists a message, or what has become of it.</summary>
    internal Task WriteAsync(PoisonEntry entry) =>
        _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(entry.ToRow(Partition), TableUpdateMode.Replace));

    /// <summary>Reads the whole list.</summary>
    internal async Task<IReadOnlyList<PoisonEntry>> ReadAsync() =>
        await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}")).Select(PoisonEntry.Read).ToListAsync();

    /// <summary>Takes messages off the list; those that are not on it do not matter.</summary>
    internal async Task RemoveAsync(IEnumerable<string> messageIds)
    {
        foreach (var chunk in messageIds.Chunk(MaxAtOnce))
        {
            await Task.WhenAll(chunk.Select(id => _table.RemoveIfThereAsync(Partition, id)));
        }
    }
}

/// <summary>A message of the poison queue as it is listed.</summary>
/// <param name="Id">The message's id on the poison queue.</param>
/// <param name="SourceId">The message or request its users came in; of a message that has lost its identity, a hash of its content.</param>
/// <param name="Reason">Why it is there.</param>
/// <param name="Users">How many users it has; what cannot be read counts as one.</param>
/// <param name="FailedAt">When it was poisoned.</param>
/// <param name="IsDoubtful">Whether its users may be in HubSpot, so that a person must decide.</param>
/// <param name="NeedsCorrection">Whether no user of it can be sent as it is.</param>
/// <param name="Detail">What went wrong, without any value.</param>
/// <param name="Indexes">The positions of its users in their message, as far as they are listed.</param>
internal sealed record PoisonEntry(
    string Id,
    string SourceId,
    PoisonReason Reason,
    int Users,
    DateTimeOffset FailedAt,
    bool IsDoubtful,
    bool NeedsCorrection,
    string? Detail,
    IReadOnlyList<int> Indexes)
{
    /// <summary>A row names so many users.</summary>
    private const int MaxIndexes = 100;

    /// <summary>The request that its user is counted in, if it came there under an identity of its own.</summary>
    public string? RequestId { get; init; }

    /// <summary>When its users first came, of a message that this app sent without a header; null for any other.</summary>
    public DateTimeOffset? FirstSeen { get; init; }

    /// <summary>Whether the identity of such a message is its producer's.</summary>
    public bool IsByProducer { get; init; }

    /// <summary>Lists a message.</summary>
    public static PoisonEntry Of(string id, PoisonedMessage message) => new(
        id,
        message.SourceId.Value,
        message.Reason,
        message.Users,
        message.FailedAt,
        message.IsDoubtful,
        message.NeedsCorrection,
        message.Detail,
        [.. message.Inputs.Take(MaxIndexes).Select(input => input.Index)])
    {
        RequestId = message.Line is { } line ? QueuedSource.Find(line.Message)?.RequestId : null,
    };

    /// <summary>Lists a message that this app sent.</summary>
    /// <param name="header">What its header says, or would say if it had left room for one.</param>
    public static PoisonEntry Of(string id, PoisonedMessage message, PoisonHeader header) => message.Reason is not PoisonReason.Host
        ? Of(id, message)
        : Of(id, message with { SourceId = header.SourceId, Reason = header.Reason, IsDoubtful = header.Reason is PoisonReason.Unknown, Detail = header.Detail, FailedAt = header.FailedAt }) with
        {
            FirstSeen = header.FirstSeen,
            IsByProducer = header.SourceId.IsProducers,
        };

    /// <summary>Says of a message without a header what is listed of it.</summary>
    public PoisonedMessage Identify(PoisonedMessage message) => message.Reason is PoisonReason.Host && FirstSeen is { } firstSeen && HubSpotUsers.SourceId.IsValid(SourceId)
        ? message with
        {
            SourceId = IsByProducer ? HubSpotUsers.SourceId.OfProducer(SourceId) : HubSpotUsers.SourceId.Of(SourceId, firstSeen),
            Reason = Reason,
            IsDoubtful = IsDoubtful || Reason is PoisonReason.Unknown,
            FirstSeen = firstSeen,
            FailedAt = FailedAt,
            Detail = Detail,
        }
        : message;

    /// <summary>Reads a row.</summary>
    public static PoisonEntry Read(TableEntity row) => new(
        row.RowKey,
        row.Text(nameof(SourceId)) ?? string.Empty,
        Enum.TryParse<PoisonReason>(row.Text(nameof(Reason)), out var reason) && Enum.IsDefined(reason) ? reason : PoisonReason.Unknown,
        (int)(row.Whole(nameof(Users)) ?? 1),
        row.Time(nameof(FailedAt)) ?? DateTimeOffset.MinValue,
        row.Says(nameof(IsDoubtful)),
        row.Says(nameof(NeedsCorrection)),
        row.Text(nameof(Detail)),
        [.. (row.Text(nameof(Indexes)) ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(index => int.TryParse(index, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(index => index >= 0)])
    {
        RequestId = row.Text(nameof(RequestId)),
        FirstSeen = row.Time(nameof(FirstSeen)),
        IsByProducer = row.Says(nameof(IsByProducer)),
    };

    /// <summary>Makes its row.</summary>
    public TableEntity ToRow(string partition)
    {
        var row = new TableEntity(partition, Id)
        {
            [nameof(SourceId)] = SourceId,
            [nameof(Reason)] = Reason.ToString(),
            [nameof(Users)] = Users,
            [nameof(IsDoubtful)] = IsDoubtful,
            [nameof(NeedsCorrection)] = NeedsCorrection,
            [nameof(Indexes)] = string.Join(',', Indexes.Select(index => index.ToString(System.Globalization.CultureInfo.InvariantCulture))),
        };
        row.AddIfKnown(nameof(FailedAt), FailedAt);
        row.AddIfKnown(nameof(Detail), Detail);
        row.AddIfKnown(nameof(RequestId), RequestId);
        row.AddIfKnown(nameof(FirstSeen), FirstSeen);
        row.AddIfKnown(nameof(IsByProducer), IsByProducer ? true : null);
        return row;
    }
}
