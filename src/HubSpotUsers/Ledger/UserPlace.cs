using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HubSpotUsers.Ledger;

/// <summary>Where a user came from: its message or request, and its position there. A user of a queued request is known by the request, whichever message has it.</summary>
/// <param name="Source">The message or request.</param>
/// <param name="Index">The position, from 0.</param>
internal readonly record struct UserPlace(string Source, int Index)
{
    private const int HashBytes = 16;

    /// <summary>A hash of it, for a row that must not name it.</summary>
    public string Hash => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Source}\n{Index}"))).AsSpan(0, HashBytes));

    /// <summary>The place of a user of a message.</summary>
    /// <param name="sourceId">The identity of the message.</param>
    /// <param name="index">The user's position in it.</param>
    public static UserPlace Of(string sourceId, int index) =>
        FindQueued(sourceId) is { } queued ? new UserPlace(queued.RequestId, queued.Offset + index) : new UserPlace(sourceId, index);

    /// <summary>Reads the id of a message of a request, also of one with its producer's own id; null when it has not the form of one.</summary>
    public static QueuedSource? FindQueued(string sourceId)
    {
        var end = sourceId.Length;
        for (var dots = 0; dots < 3; dots++)
        {
            end = end > 0 ? sourceId.LastIndexOf('.', end - 1) : -1;
        }

        return end > 0 ? QueuedSource.Read(sourceId[..end], sourceId) : null;
    }
}
