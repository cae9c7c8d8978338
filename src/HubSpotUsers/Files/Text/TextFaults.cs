using System.Text;
using System.Text.Unicode;

namespace HubSpotUsers.Files.Text;

/// <summary>Finds out whether text arrived as it was written.</summary>
internal static class TextFaults
{
    private const byte Control = 0xC2;

    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>What is wrong with the encoding of a record; null when nothing is.</summary>
    public static string? Of(ReadOnlySpan<byte> record)
    {
        if (!record.ContainsAnyExceptInRange((byte)1, (byte)0x7F))
        {
            return null;
        }

        if (!Utf8.IsValid(record))
        {
            return $"Byte {FirstInvalid(record) + 1} of the line is not valid UTF-8, and the file's encoding cannot be determined with certainty. Save the file as UTF-8, or name its charset.";
        }

        return IndexOfDamaged(record) is { } at
            ? $"A character at byte {at + 1} of the line is damaged: the file is in another charset than it says, or was damaged when it was saved."
            : null;
    }

    /// <summary>Whether text has a character that <see cref="Of"/> finds to be damaged.</summary>
    public static bool IsDamaged(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u0080', '\u009F') || text.ContainsAny('\0', '\uFFFD');

    /// <summary>
    /// U+FFFD, the controls U+0080 to U+009F, which bytes become that another charset is meant by, and U+0000, with which a file is filled that
    /// was not written to its end.
    /// </summary>
    private static int? IndexOfDamaged(ReadOnlySpan<byte> record)
    {
        for (var at = 0; record[at..].IndexOfAny((byte)0, Control, Replacement[0]) is >= 0 and var next; at++)
        {
            at += next;
            if (record[at] is 0 || (record[at] is Control ? record[at + 1] < 0xA0 : record[at..].StartsWith(Replacement)))
            {
                return at;
            }
        }

        return null;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> record)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(record[at..], out _, out var length) is System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
