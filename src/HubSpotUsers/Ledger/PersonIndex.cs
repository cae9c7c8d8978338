using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using HubSpotUsers.Secrets;
using HubSpotUsers.Storage;
using Microsoft.Extensions.Logging;

namespace HubSpotUsers.Ledger;

/// <summary>
/// Finds users by their value of the account's unique property and by their callers' trace ids, of which the tables hold keyed hashes only
/// (HMAC-SHA-256): a row for each, by the day of the batch, that names the row of the user. Without a key there are none.
/// </summary>
/// <param name="service">The storage account.</param>
internal sealed partial class PersonIndex(TableServiceClient service, FindKeyProvider keys, TimeProvider time, ILogger<PersonIndex> logger)
{
    /// <summary>The most days that are looked through.</summary>
    public const int MaxDays = 90;

    /// <summary>The most users that are found: a value that more users have does not identify anyone.</summary>
    public const int MaxFound = 1_000;

    /// <summary>Begins the keys of its partitions; <see cref="PartitionEnd"/> stands after all of them.</summary>
    public const string PartitionPrefix = "find-";

    /// <summary>A full stop is the character after the hyphen.</summary>
    public const string PartitionEnd = "find.";

    /// <summary>The column with the partition of the user's row.</summary>
    public const string UserPartition = "UserPartition";

    /// <summary>The column with the key of the user's row.</summary>
    public const string UserKey = "UserKey";

    private const int HashBytes = 16;
    private const int DaysAtOnce = 15;

    /// <summary>Azure promises 2,000 rows a second in a partition; HubSpot's limit lets 1,900 users a second through, each with two rows.</summary>
    private const int Shards = 4;

    private readonly TableClient _table = service.GetTableClient(TableNames.Requests);

    /// <summary>Makes the users of a batch findable, unless that fails: finding them is worth less than creating them.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="inputs">Its users.</param>
    internal async Task TryWriteAsync(Guid batchId, IEnumerable<PendingInput> inputs)
    {
        if (await keys.GetAsync() is not { } key)
        {
            return;
        }

        try
        {
            var partition = PartitionOf(time.GetUtcNow(), batchId.ToByteArray()[^1] % Shards);
            var chunks = inputs.SelectMany(input => Rows(partition, key, input)).Chunk(TableClientExtensions.MaxTransactionRows).ToList();
            await Task.WhenAll(chunks.Select(chunk => _table.UpsertTogetherAsync(chunk)));
        }
        catch (Exception exception)
        {
            Log.NotFindable(logger, batchId, exception.GetType().Name, StorageFailure.StatusOf(exception));
        }
    }

    /// <summary>Whether the tables hold hashes of users.</summary>
    internal bool IsOn => keys.IsOn;

    /// <summary>The hash by which users with a value of the account's unique property are known; null when there is no key.</summary>
    /// <param name="value">The value, in its normal form (<see cref="HubSpotUsers.UniqueValue"/>).</param>
    internal async Task<string?> HashAsync(string value) => await keys.GetAsync() is { } key ? HashOf(key, PersonKind.UniqueValue, value) : null;

    /// <summary>Finds users, those of the newest days first; null when there is no key.</summary>
    /// <param name="kind">What they are found by.</param>
    /// <param name="days">How many days back, today included.</param>
    /// <returns>The keys of their rows: partition and row key, with a slash in between. One more than <see cref="MaxFound"/> tells that there are more.</returns>
    internal async Task<IReadOnlyList<string>?> FindAsync(PersonKind kind, string value, int days)
    {
        if (await keys.GetAsync() is not { } key)
        {
            return null;
        }

        var (hash, today) = (HashOf(key, kind, value), time.GetUtcNow());
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var some in Enumerable.Range(0, days).Chunk(DaysAtOnce).TakeWhile(_ => found.Count <= MaxFound))
        {
            var partitions = some.SelectMany(back => Enumerable.Range(0, Shards).Select(shard => PartitionOf(today.AddDays(-back), shard)));
            var read = await Task.WhenAll(partitions.Select(async partition => await _table
                .ReadAsync(TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {hash + "-"} and RowKey lt {hash + "."}"))
                .Take(MaxFound + 1)
                .ToListAsync()));
            found.UnionWith(read.SelectMany(rows => rows).Select(row => $"{row.Text(UserPartition)}/{row.Text(UserKey)}"));
        }

        return [.. found.Take(MaxFound + 1)];
    }

    /// <summary>The rows of the days before one.</summary>
    /// <param name="day">The day, as in keys: <c>yyyyMMdd</c>.</param>
    internal static string Before(string day) => TableClient.CreateQueryFilter($"PartitionKey ge {PartitionPrefix} and PartitionKey lt {PartitionPrefix + day}");

    private static IEnumerable<TableEntity> Rows(string partition, byte[] key, PendingInput input)
    {
        if (input.UniqueValue is { } value)
        {
            yield return Row(HashOf(key, PersonKind.UniqueValue, value));
        }

        // Lines of files do not identify users.
        if (input.Input.User.ObjectWriteTraceId is { } traceId && LineTraceId.Find(traceId) is null)
        {
            yield return Row(HashOf(key, PersonKind.TraceId, traceId));
        }

        TableEntity Row(string hash) => new(partition, $"{hash}-{input.Input.Key}")
        {
            [UserPartition] = input.Owner.Submission.SourceId.PartitionKey,
            [UserKey] = input.Input.Key,
        };
    }

    private static string PartitionOf(DateTimeOffset day, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"{PartitionPrefix}{day.UtcDateTime:yyyyMMdd}-{shard}");

    private static string HashOf(byte[] key, PersonKind kind, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{kind}\n{value}")).AsSpan(0, HashBytes));

    private static partial class Log
    {
        [LoggerMessage(403, LogLevel.Warning, "The users of batch {BatchId} cannot be found by their values ({Error}, HTTP {Status}).")]
        public static partial void NotFindable(ILogger logger, Guid batchId, string error, int status);
    }
}

/// <summary>What users are found by.</summary>
internal enum PersonKind
{
    /// <summary>Their value of the account's unique property, in its normal form (<see cref="HubSpotUsers.UniqueValue"/>).</summary>
    UniqueValue,

    /// <summary>Their caller's trace id.</summary>
    TraceId,
}
