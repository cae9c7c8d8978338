using System.Globalization;
using Azure.Data.Tables;
using HubSpotUsers.Storage;
using HubSpotUsers.Telemetry;

namespace HubSpotUsers.Watching;

/// <summary>What all processes counted, in the control table: a row per process and period, so that much is read in few rows.</summary>
/// <typeparam name="TCounts">What is counted in ten seconds.</typeparam>
/// <param name="service">The storage account.</param>
/// <param name="partition">The partition of the control table.</param>
/// <param name="periodLength">How long a period is.</param>
/// <param name="keptFor">How long its row stays.</param>
internal abstract class CountTable<TCounts>(TableServiceClient service, TimeProvider time, string partition, TimeSpan periodLength, TimeSpan keptFor)
    where TCounts : class
{
    private const string Column = "Slots";
    private const string KeyFormat = "yyyyMMddHHmm";

    private readonly TableClient _table = service.GetTableClient(TableNames.Control);

    /// <summary>Writes what a process counted.</summary>
    internal Task WriteAsync(string process, CountPeriod<TCounts> period) => _table.CreateOnDemandAsync(table =>
        table.UpsertEntityAsync(new TableEntity(partition, $"{KeyOf(period.Start)}-{process}") { [Column] = Write(period.Slots) }, TableUpdateMode.Replace));

    /// <summary>Reads what all processes counted in the slots that begin at a time or later, the oldest first.</summary>
    internal async Task<IReadOnlyList<(DateTimeOffset At, TCounts Counts)>> ReadAsync(DateTimeOffset from)
    {
        var first = KeyOf(CountTime.StartOf(from, periodLength));
        var slots = new SortedDictionary<DateTimeOffset, TCounts>();
        await foreach (var row in _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {first}")))
        {
            foreach (var (at, counts) in Read(row).Where(slot => slot.At >= from))
            {
                slots[at] = slots.TryGetValue(at, out var known) ? Plus(known, counts) : counts;
            }
        }

        return [.. slots.Select(slot => (slot.Key, slot.Value))];
    }

    /// <summary>Removes what is no longer read.</summary>
    internal async Task SweepAsync()
    {
        var last = KeyOf(time.GetUtcNow() - keptFor);
        await foreach (var row in _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {last}")))
        {
            await _table.RemoveIfThereAsync(row.PartitionKey, row.RowKey);
        }
    }

    /// <summary>Gives two counts together.</summary>
    protected abstract TCounts Plus(TCounts one, TCounts other);

    /// <summary>Gives the numbers that are written of a slot.</summary>
    protected abstract IEnumerable<long> NumbersOf(TCounts counts);

    /// <summary>Makes a slot of its numbers; null when this version does not understand them.</summary>
    protected abstract TCounts? Make(IReadOnlyList<long> numbers);

    private static string KeyOf(DateTimeOffset start) => start.UtcDateTime.ToString(KeyFormat, CultureInfo.InvariantCulture);

    private string Write(SortedDictionary<int, TCounts> slots) => string.Join(';', slots.Select(slot => string.Create(
        CultureInfo.InvariantCulture,
        $"{slot.Key}:{string.Join(',', NumbersOf(slot.Value).Select(number => number.ToString(CultureInfo.InvariantCulture)))}")));

    /// <summary>Reads a row as far as this version understands it: counts are no reason to fail.</summary>
    private IEnumerable<(DateTimeOffset At, TCounts Counts)> Read(TableEntity row)
    {
        if (!DateTimeOffset.TryParseExact(row.RowKey.Split('-')[0], KeyFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
        {
            yield break;
        }

        foreach (var slot in (row.Text(Column) ?? string.Empty).Split(';'))
        {
            List<long> numbers = [.. slot.Split(':', ',').Select(Number).OfType<long>()];
            if (numbers is [>= 0 and <= int.MaxValue, ..] && numbers.Count == slot.Split(':', ',').Length && Make(numbers[1..]) is { } counts)
            {
                yield return (start + (numbers[0] * CountTime.SlotLength), counts);
            }
        }
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
