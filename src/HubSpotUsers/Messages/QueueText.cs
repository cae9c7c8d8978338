using System.Buffers;

namespace HubSpotUsers.Messages;

/// <summary>
/// JSON as it goes onto a queue. Storage wraps messages in XML, which has no place for two characters that JSON may hold as they are:
/// U+FFFE and U+FFFF (Azure: Put Message; W3C: XML 1.0, Characters). They are written as JSON escapes.
/// </summary>
internal static class QueueText
{
    private const int EscapeLength = 6;

    /// <summary>The two bytes that both characters begin with in UTF-8; the third tells them apart.</summary>
    private static ReadOnlySpan<byte> Beginning => [0xEF, 0xBF];

    /// <summary>How many bytes a JSON text has on a queue.</summary>
    public static int LengthOf(ReadOnlySpan<byte> json)
    {
        var length = json.Length;
        for (var rest = json; Find(rest) is >= 0 and var at; rest = rest[(at + 3)..])
        {
            length += EscapeLength - 3;
        }

        return length;
    }

    /// <summary>Writes a JSON text as it goes onto a queue.</summary>
    public static BinaryData Of(BinaryData json)
    {
        var rest = json.ToMemory().Span;
        if (Find(rest) < 0)
        {
            return json;
        }

        var written = new ArrayBufferWriter<byte>(LengthOf(rest));
        for (int at; (at = Find(rest)) >= 0; rest = rest[(at + 3)..])
        {
            written.Write(rest[..at]);
            written.Write(rest[at + 2] is 0xBE ? @"\ufffe"u8 : @"\uffff"u8);
        }

        written.Write(rest);
        return BinaryData.FromBytes(written.WrittenMemory);
    }

    private static int Find(ReadOnlySpan<byte> text)
    {
        for (var start = 0; text[start..].IndexOf(Beginning) is >= 0 and var at; start += at + 2)
        {
            if (start + at + 2 < text.Length && text[start + at + 2] is 0xBE or 0xBF)
            {
                return start + at;
            }
        }

        return -1;
    }
}
