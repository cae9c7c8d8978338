using System.Text;
using System.Text.Unicode;

namespace HubSpotUsers.Files.Text;

/// <summary>Finds out whether text arrived as it was written.</summary>
internal static class TextFaults
{
    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>What is wrong with the encoding of a record; null when nothing is.</summary>
    public static string? Of(ReadOnlySpan<byte> record)
    {
        if (Ascii.IsValid(record))
        {
            return null;
        }

        if (!Utf8.IsValid(record))
        {
            return $"Byte {FirstInvalid(record) + 1} of the line is not valid UTF-8, and the file's encoding cannot be told with certainty. Save the file as UTF-8, or name its charset.";
        }

        var damaged = record.IndexOf(Replacement) is >= 0 and var replaced ? replaced : IndexOfControl(record);
        return damaged is { } at
            ? $"A character at byte {at + 1} of the line is damaged: the file is in another charset than it says, or was damaged when it was saved."
            : null;
    }

    /// <summary>The controls U+0080 to U+009F, which bytes become that another charset is meant by.</summary>
    private static int? IndexOfControl(ReadOnlySpan<byte> record)
    {
        for (var at = 0; at + 1 < record.Length && record[at..].IndexOf((byte)0xC2) is >= 0 and var next; at += next + 1)
        {
            if (at + next + 1 < record.Length && record[at + next + 1] < 0xA0)
            {
                return at + next;
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
