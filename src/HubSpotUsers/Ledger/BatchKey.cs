using System.Buffers.Binary;
using System.Globalization;

namespace HubSpotUsers.Ledger;

/// <summary>The keys of a batch's row, both derived from its id: a UUID of version 7 begins with its time (RFC 9562).</summary>
/// <param name="PartitionKey">The batch's day, UTC.</param>
/// <param name="RowKey">Its time counted backwards, so that the newest comes first, and its id.</param>
public readonly record struct BatchKey(string PartitionKey, string RowKey)
{
    /// <summary>Gives the keys of a batch.</summary>
    /// <param name="id">The batch's id, a UUID of version 7.</param>
    public static BatchKey Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var reverse = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - milliseconds;
        return new BatchKey(
            time.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            string.Create(CultureInfo.InvariantCulture, $"{reverse:D15}-{id:N}"));
    }
}
