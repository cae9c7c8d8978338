using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace HubSpotUsers.Ledger;

/// <summary>The keys of a batch's row, both derived from its id: a UUID of version 7 begins with its time (RFC 9562).</summary>
/// <param name="PartitionKey">The batch's day, UTC.</param>
/// <param name="RowKey">Its time counted backwards, so that the newest comes first, and its id.</param>
internal readonly partial record struct BatchKey(string PartitionKey, string RowKey)
{
    private static readonly long LastMillisecond = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Gives the keys of a batch.</summary>
    /// <param name="id">The batch's id, a UUID of version 7.</param>
    public static BatchKey Of(Guid id) => Of(id, MillisecondsOf(id));

    /// <summary>Gives the keys of a batch whose id came from outside; null when no batch can have that id.</summary>
    /// <param name="id">Any id. A UUID has room for times up to the year 10889, and dates end with the year 9999.</param>
    public static BatchKey? Find(Guid id) => id.Version is 7 && MillisecondsOf(id) <= LastMillisecond ? Of(id) : null;

    /// <summary>Gives the id of the batch of a row; an empty one when no batch has such a row.</summary>
    public static Guid IdOf(string rowKey) => IsRowKey(rowKey) ? Guid.ParseExact(rowKey[^32..], "N") : Guid.Empty;

    /// <summary>Whether a text from outside has the form of a row key.</summary>
    public static bool IsRowKey(string text) => RowKeyForm().IsMatch(text);

    [GeneratedRegex("^[0-9]{15}-[0-9a-f]{32}\\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RowKeyForm();

    private static BatchKey Of(Guid id, long milliseconds) => new(
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyyMMdd", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{LastMillisecond - milliseconds:D15}-{id:N}"));

    private static long MillisecondsOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes) >>> 16;
    }
}
