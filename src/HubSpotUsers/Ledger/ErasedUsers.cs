using Azure.Data.Tables;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HubSpotUsers.Ledger;

/// <summary>
/// Which users were erased while their messages may still wait in the queue: a row of the control table for each, which holds a hash. There are few,
/// so each process has them all, and reads them once in a while. While the table cannot be read, the last state read applies for as long as an
/// erasure waits for it (<see cref="LedgerOptions.ErasedHold"/>), and no longer.
/// </summary>
/// <param name="service">The storage account.</param>
/// <param name="options">How often they are read.</param>
internal sealed partial class ErasedUsers(TableServiceClient service, IOptions<LedgerOptions> options, TimeProvider time, ILogger<ErasedUsers> logger)
{
    private const string Partition = "erased";
    private const string At = "At";

    private readonly TableClient _table = service.GetTableClient(TableNames.Control);
    private readonly Lock _lock = new();
    private Task<IReadOnlyDictionary<string, DateTimeOffset>>? _reading;
    private IReadOnlyDictionary<string, DateTimeOffset>? _known;
    private long _readAt;
    private long _lookedAt;

    /// <summary>Has every process leave out a user.</summary>
    /// <param name="hash">The hash by which it is known.</param>
    /// <param name="at">Until when its messages were sent that are meant.</param>
    internal Task MarkAsync(string hash, DateTimeOffset at) =>
        _table.CreateOnDemandAsync(table => table.UpsertEntityAsync(new TableEntity(Partition, hash) { [At] = at }, TableUpdateMode.Replace));

    /// <summary>Gives the hashes of those that were erased, and when.</summary>
    /// <exception cref="Exception">It is not known who was erased: the table cannot be read, and has not been for long or ever (<see cref="StorageFailure"/>).</exception>
    internal ValueTask<IReadOnlyDictionary<string, DateTimeOffset>> ReadAsync()
    {
        lock (_lock)
        {
            return Known() is { } known && time.GetElapsedTime(_lookedAt) < options.Value.ErasedAge
                ? new ValueTask<IReadOnlyDictionary<string, DateTimeOffset>>(known)
                : new ValueTask<IReadOnlyDictionary<string, DateTimeOffset>>(_reading ??= ReadTableAsync());
        }
    }

    /// <summary>The rows that no waiting message can need.</summary>
    /// <param name="cutoff">They have not changed since.</param>
    internal static string Before(DateTimeOffset cutoff) => TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and Timestamp lt {cutoff}");

    private async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadTableAsync()
    {
        // Leaves the caller's lock before the first await can complete in place.
        await Task.Yield();
        var begunAt = time.GetTimestamp();
        try
        {
            var read = await _table.ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"))
                .ToDictionaryAsync(row => row.RowKey, row => row.Time(At) ?? DateTimeOffset.MaxValue, StringComparer.Ordinal);
            lock (_lock)
            {
                (_known, _readAt, _lookedAt) = (read, begunAt, begunAt);
            }

            return read;
        }
        catch (Exception exception) when (StorageFailure.Is(exception) && Held(begunAt) is { } held)
        {
            Log.NotRead(logger, StorageFailure.StatusOf(exception));
            return held;
        }
        finally
        {
            lock (_lock)
            {
                _reading = null;
            }
        }
    }

    /// <summary>What was read and still holds; asked under the lock.</summary>
    private IReadOnlyDictionary<string, DateTimeOffset>? Known() => time.GetElapsedTime(_readAt) < options.Value.ErasedHold ? _known : null;

    /// <summary>What applies after a failed read.</summary>
    private IReadOnlyDictionary<string, DateTimeOffset>? Held(long lookedAt)
    {
        lock (_lock)
        {
            _lookedAt = lookedAt;
            return Known();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(404, LogLevel.Warning, "The list of erased users could not be read (HTTP {Status}); the last one read is used.")]
        public static partial void NotRead(ILogger logger, int status);
    }
}
