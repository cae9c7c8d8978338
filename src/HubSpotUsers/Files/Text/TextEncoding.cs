using System.Text;
using System.Text.Unicode;
using UtfUnknown;

namespace HubSpotUsers.Files.Text;

/// <summary>Tells the encoding of a file: by its byte order mark, as declared, or from its bytes where that is certain.</summary>
internal static class TextEncoding
{
    private static readonly Encoding[] Utf32 = [new UTF32Encoding(bigEndian: false, byteOrderMark: true), new UTF32Encoding(bigEndian: true, byteOrderMark: true)];
    private static readonly Encoding[] Marked = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];

    /// <summary>The names under which ISO-8859-1 is declared, and what is meant by them (WHATWG: Encoding Standard).</summary>
    private static readonly HashSet<string> Latin1 = new(["iso-8859-1", "iso8859-1", "latin1", "us-ascii", "ascii", "cp1252"], StringComparer.OrdinalIgnoreCase);

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Windows-1252, in which most programs of western Windows write.</summary>
    public static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;

    /// <summary>Finds a charset by its name.</summary>
    /// <exception cref="InvalidFileException">There is none of this name.</exception>
    public static Encoding Named(string charset)
    {
        try
        {
            return Latin1.Contains(charset)
                ? Windows1252
                : Encoding.GetEncoding(charset, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new InvalidFileException("The charset is not known. Name one such as utf-8, utf-16 or windows-1252, or save the file as UTF-8.");
        }
    }

    /// <summary>The UTF-8 or UTF-16 whose byte order mark a file begins with, whatever it is declared to be in; null for any other.</summary>
    /// <exception cref="InvalidFileException">The file is UTF-32.</exception>
    public static Encoding? OfMark(ReadOnlySpan<byte> head)
    {
        foreach (var encoding in Utf32)
        {
            if (head.StartsWith(encoding.Preamble))
            {
                throw new InvalidFileException("The file is in UTF-32. Save it as UTF-8.");
            }
        }

        foreach (var encoding in Marked)
        {
            if (head.StartsWith(encoding.Preamble))
            {
                return encoding;
            }
        }

        return null;
    }

    /// <summary>Refuses a file that nothing was said of and that looks like UTF-16 without a mark.</summary>
    /// <exception cref="InvalidFileException">It does.</exception>
    public static void RefuseUnmarked(ReadOnlySpan<byte> head)
    {
        if (head is [_, 0, ..] or [0, _, ..])
        {
            throw new InvalidFileException("The file looks like UTF-16 without a byte order mark. Save it as UTF-8, or name its charset: utf-16le or utf-16be.");
        }
    }

    /// <summary>The charset that a text most probably is in, for a person to check: never taken without being named; null when there is no saying.</summary>
    public static string? Probable(ReadOnlySpan<byte> window) => CharsetDetector.DetectFromBytes(window.ToArray()).Detected?.EncodingName;

    /// <summary>
    /// Whether more of the text beyond ASCII is UTF-8 than is not. In a text of another encoding hardly anything is, by its rules; in one of
    /// UTF-8 a line may be damaged.
    /// </summary>
    public static bool HasUtf8(ReadOnlySpan<byte> window)
    {
        if (Utf8.IsValid(window))
        {
            return true;
        }

        var (valid, invalid) = (0, 0);
        while (!window.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(window, out var rune, out var length);
            valid += status is System.Buffers.OperationStatus.Done && !rune.IsAscii ? 1 : 0;
            invalid += status is System.Buffers.OperationStatus.InvalidData ? 1 : 0;
            window = window[length..];
        }

        return valid > invalid;
    }
}
