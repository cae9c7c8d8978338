using System.Globalization;
using System.Security.Cryptography;

namespace HubSpotUsers.Ledger;

/// <summary>
/// The id of a message with users of a request: request, position of the first user, number of users, beginning of their hash.
/// Whoever sends the request again sends the same messages again, which the ledger knows by these ids; and the rows of the users
/// tell by them how far the request is.
/// </summary>
/// <param name="RequestId">The request.</param>
/// <param name="Offset">The position of its first user in the request, from 0.</param>
/// <param name="Count">How many users it has.</param>
internal sealed record QueuedSource(string RequestId, int Offset, int Count)
{
    /// <summary>The most users of a message.</summary>
    public const int MaxInputs = 100;

    private const int HashBytes = 4;
    private const int OffsetDigits = 9;

    /// <summary>Makes the id of a message.</summary>
    public string ToId(ReadOnlySpan<byte> users) => string.Create(
        CultureInfo.InvariantCulture,
        $"{From(RequestId, Offset)}.{Count}.{Convert.ToHexStringLower(SHA256.HashData(users).AsSpan(0, HashBytes))}");

    /// <summary>The beginning of the ids of a request's messages from a position on.</summary>
    public static string From(string requestId, int offset) => string.Create(CultureInfo.InvariantCulture, $"{requestId}.{offset:D9}");

    /// <summary>Reads an id whose kind is not known; null when it is not that of a message of a request.</summary>
    public static QueuedSource? Find(string id) =>
        id.IndexOf('.', StringComparison.Ordinal) is > 0 and var end && Guid.TryParseExact(id.AsSpan(0, end), "N", out _) ? Read(id[..end], id) : null;

    /// <summary>Reads the id of a message of a request; null when it is another's, however much it looks like one.</summary>
    public static QueuedSource? Read(string requestId, string id)
    {
        if (!id.StartsWith(requestId + '.', StringComparison.Ordinal))
        {
            return null;
        }

        return id[(requestId.Length + 1)..].Split('.') is [{ Length: >= OffsetDigits } position, var number, { Length: 2 * HashBytes } hash]
            && int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= MaxInputs
            && hash.All(char.IsAsciiHexDigitLower)
                ? new QueuedSource(requestId, offset, count)
                : null;
    }
}
