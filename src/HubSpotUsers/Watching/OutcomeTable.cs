using System.Globalization;
using Azure.Data.Tables;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Watching;

/// <summary>How many users got which outcome, in the control table: a row per process and ten minutes, so that an hour of all processes is few rows.</summary>
/// <param name="service">The storage account.</param>
/// <param name="time">The clock.</param>
internal sealed class OutcomeTable(TableServiceClient service, TimeProvider time)
{
    /// <summary>The partition of the control table.</summary>
    public const string Partition = "outcomes";

    private const string Column = "Slots";
    private const string KeyFormat = "yyyyMMddHHmm";

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private readonly TableClient _table = service.GetTableClient(TableNames.Control);

    /// <summary>Writes what a process counted.</summary>
    internal Task WriteAsync(string process, OutcomePeriod period) => _table.CreateOnDemandAsync(table =>
        table.UpsertEntityAsync(new TableEntity(Partition, $"{KeyOf(period.Start)}-{process}") { [Column] = Write(period.Slots) }, TableUpdateMode.Replace));

    /// <summary>Reads what all processes counted in the slots that began at a time or later, the oldest first.</summary>
    internal async Task<IReadOnlyList<(DateTimeOffset At, OutcomeCounts Counts)>> ReadAsync(DateTimeOffset from)
    {
        var first = KeyOf(OutcomeSlots.StartOf(from, OutcomeSlots.PeriodLength));
        var slots = new SortedDictionary<DateTimeOffset, OutcomeCounts>();
        await foreach (var row in _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey ge {first}")))
        {
            foreach (var (at, counts) in Read(row).Where(slot => slot.At >= from))
            {
                slots[at] = slots.GetValueOrDefault(at, OutcomeCounts.None).Plus(counts);
            }
        }

        return [.. slots.Select(slot => (slot.Key, slot.Value))];
    }

    /// <summary>Removes what no one looks at any more.</summary>
    internal async Task SweepAsync()
    {
        var last = KeyOf(time.GetUtcNow() - KeptFor);
        await foreach (var row in _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey lt {last}")))
        {
            await _table.RemoveIfThereAsync(row.PartitionKey, row.RowKey);
        }
    }

    private static string KeyOf(DateTimeOffset start) => start.UtcDateTime.ToString(KeyFormat, CultureInfo.InvariantCulture);

    private static string Write(SortedDictionary<int, OutcomeCounts> slots) => string.Join(';', slots.Select(slot => string.Create(
        CultureInfo.InvariantCulture,
        $"{slot.Key}:{slot.Value.Created},{slot.Value.Duplicate},{slot.Value.Rejected},{slot.Value.Unknown},{slot.Value.DryRun}")));

    /// <summary>Reads a row as far as this version understands it: a chart is no reason to fail.</summary>
    private static IEnumerable<(DateTimeOffset At, OutcomeCounts Counts)> Read(TableEntity row)
    {
        if (!DateTimeOffset.TryParseExact(row.RowKey.Split('-')[0], KeyFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
        {
            yield break;
        }

        foreach (var slot in (row.Text(Column) ?? string.Empty).Split(';'))
        {
            if (slot.Split(':', ',').Select(Number).ToList() is [{ } number, { } created, { } duplicate, { } rejected, { } unknown, { } dryRun])
            {
                yield return (start + (number * OutcomeSlots.SlotLength), new OutcomeCounts(created, duplicate, rejected, unknown, Deferred: 0, dryRun));
            }
        }
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
