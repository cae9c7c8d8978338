using System.Text;
using System.Text.Unicode;

namespace HubSpotUsers.Messages;

/// <summary>Reads the bytes of a text as UTF-8: as they are, or from UTF-16 that says so with its byte order mark.</summary>
internal static class MessageEncoding
{
    private static readonly byte[] Utf32LittleEndian = [0xFF, 0xFE, 0x00, 0x00];
    private static readonly byte[] Utf32BigEndian = [0x00, 0x00, 0xFE, 0xFF];
    private static readonly byte[] Utf16LittleEndian = [0xFF, 0xFE];
    private static readonly byte[] Utf16BigEndian = [0xFE, 0xFF];

    /// <summary>Gives the text without its byte order mark and the white space around it. That it is valid UTF-8 is checked by <see cref="Check"/>.</summary>
    /// <exception cref="InvalidMessageException">It is UTF-32, UTF-16 without its mark, or UTF-16 that is not valid.</exception>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> bytes, string pointer)
    {
        var span = bytes.Span;
        if (span is [(byte)'{' or (byte)'[', not 0, ..])
        {
            return bytes;
        }

        if (span.StartsWith(Encoding.UTF8.Preamble))
        {
            return Trim(bytes[Encoding.UTF8.Preamble.Length..]);
        }

        if (span.StartsWith(Utf32LittleEndian) || span.StartsWith(Utf32BigEndian))
        {
            throw InvalidMessageException.NotJson(pointer, "The message is UTF-32; send it in UTF-8.");
        }

        if (span.StartsWith(Utf16LittleEndian) || span.StartsWith(Utf16BigEndian))
        {
            return Trim(FromUtf16(span[2..], isBigEndian: span[0] is 0xFE, pointer));
        }

        // JSON begins with characters of ASCII, of which every other byte is zero in UTF-16 (RFC 4627, section 3).
        return span is [0, not 0, ..] or [not 0, 0, ..]
            ? throw InvalidMessageException.NotJson(pointer, "The message looks like UTF-16 without a byte order mark; send it in UTF-8, or put the mark before it.")
            : Trim(bytes);
    }

    /// <summary>Checks that a text is valid UTF-8.</summary>
    /// <exception cref="InvalidMessageException">It is not.</exception>
    public static void Check(ReadOnlySpan<byte> text, string pointer)
    {
        if (!Utf8.IsValid(text))
        {
            Utf8.ToUtf16(text, new char[text.Length], out var valid, out _, replaceInvalidSequences: false);
            throw InvalidMessageException.NotJson(pointer, $"The message is not valid UTF-8 at byte {valid + 1} of its JSON text; send it in UTF-8.");
        }
    }

    private static byte[] FromUtf16(ReadOnlySpan<byte> text, bool isBigEndian, string pointer)
    {
        try
        {
            return Encoding.UTF8.GetBytes(new UnicodeEncoding(isBigEndian, byteOrderMark: false, throwOnInvalidBytes: true).GetString(text));
        }
        catch (DecoderFallbackException)
        {
            throw InvalidMessageException.NotJson(pointer, "The message begins with the byte order mark of UTF-16, but is not valid UTF-16; send it in UTF-8.");
        }
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> text)
    {
        var span = text.Span;
        int start = 0, end = span.Length;
        while (start < end && IsWhiteSpace(span[start]))
        {
            start++;
        }

        while (end > start && IsWhiteSpace(span[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>White space between the tokens of JSON (RFC 8259, section 2).</summary>
    private static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
