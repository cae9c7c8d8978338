using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HubSpotUsers;

/// <summary>The identity of a message or request, the same at every delivery: all keys of its inputs derive from it.</summary>
public sealed record SourceId
{
    /// <summary>
    /// Spreads a day's rows over partitions: Azure promises 2,000 rows a second in each (Azure: Table storage targets), HubSpot's limit
    /// lets 1,900 users a second through, and every partition more is a transaction more for each batch.
    /// </summary>
    private const int Shards = 2;

    private const int MaxLength = 128;
    private const string ProducerPrefix = "id";

    private SourceId(string value, string partitionPrefix, bool isProducers)
    {
        Value = value;
        IsProducers = isProducers;
        PartitionKey = string.Create(CultureInfo.InvariantCulture, $"{partitionPrefix}-{SHA256.HashData(Encoding.UTF8.GetBytes(value))[0] % Shards}");
    }

    /// <summary>The partitions of the rows of all inputs whose identities producers chose.</summary>
    internal static IEnumerable<string> ProducerPartitions => Enumerable.Range(0, Shards).Select(shard => $"{ProducerPrefix}-{shard}");

    /// <summary>The identity itself.</summary>
    public string Value { get; }

    /// <summary>Whether a producer chose it.</summary>
    public bool IsProducers { get; }

    /// <summary>The partition of the rows of its inputs in the users table.</summary>
    public string PartitionKey { get; }

    /// <summary>The identity of a message or request that has no key of its producer's: unique, and known by the day it came in.</summary>
    /// <param name="id">The queue's message id, or the request's.</param>
    /// <param name="insertedOn">When it was put on the queue, or received.</param>
    public static SourceId Of(string id, DateTimeOffset insertedOn) =>
        new(id, insertedOn.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture), isProducers: false);

    /// <summary>The identity a producer chose, which has no day: it may send it again at any time.</summary>
    /// <param name="id">The producer's key.</param>
    public static SourceId OfProducer(string id) => new(id, ProducerPrefix, isProducers: true);

    /// <summary>Whether a text may be an identity: 1 to 128 of <c>A-Z a-z 0-9 . _ : -</c>, so that keys derived from it are keys everywhere.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');

    /// <summary>The key of one input: the source id, a hyphen and the index.</summary>
    public string InputKey(int index) => string.Create(CultureInfo.InvariantCulture, $"{Value}-{index}");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
