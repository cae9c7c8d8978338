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

        return record.IndexOf(Replacement) is var at and >= 0
            ? $"A character at byte {at + 1} of the line is damaged (U+FFFD): the file is in another charset than it says, or was damaged when it was saved."
            : null;
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
