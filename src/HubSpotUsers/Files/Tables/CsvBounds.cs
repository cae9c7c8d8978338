using HubSpotUsers.Files.Records;

namespace HubSpotUsers.Files.Tables;

/// <summary>
/// A record ends with a line that is not within quotes (RFC 4180). A quote that is never closed, or stands where none may, costs its own
/// line only: what looks like its record is given up after <see cref="MaxLines"/> lines, and reading goes on with the second of them.
/// </summary>
internal sealed class CsvBounds : IRecordBounds
{
    private const int MaxLines = 64;
    private const string Unclosed = "A quote is not closed within 64 lines and 64 KiB.";
    private const string OtherEnd = "A line end of another kind than the file's stands in the line: end all lines alike, or put the whole field in quotes.";
    private const string Stray = "A quote stands where none may: put the whole field in quotes, and write two for each within it.";

    private enum Place
    {
        FieldStart,
        Plain,
        Quoted,
        AfterQuote,
    }

    /// <summary>What stands between fields; null until it is known: then any of the usual ones may.</summary>
    public byte? Separator { get; set; }

    public RecordBound Find(ReadOnlySpan<byte> text, byte lineEnd, RecordExtent extent)
    {
        var firstLine = text.IndexOf(lineEnd) is var end and >= 0 ? end + 1 : extent is RecordExtent.Part ? 0 : text.Length;
        var line = text[..firstLine];
        if (!line.Contains((byte)'"'))
        {
            return new RecordBound(firstLine, HasOtherEnd(line, lineEnd) ? OtherEnd : null);
        }

        var place = Place.FieldStart;
        for (int at = 0, lines = 0; at < text.Length; at++)
        {
            var current = text[at];
            if (current == lineEnd && place is not Place.Quoted)
            {
                return new RecordBound(at + 1);
            }

            if (current == lineEnd && ++lines == MaxLines)
            {
                return new RecordBound(firstLine, Unclosed);
            }

            if (place is not Place.Quoted && IsOtherEnd(text, at, lineEnd))
            {
                return new RecordBound(firstLine, OtherEnd);
            }

            if (Next(place, current) is not { } next)
            {
                return new RecordBound(firstLine, Stray);
            }

            place = next;
        }

        return (extent, place) switch
        {
            (RecordExtent.Part, _) => new RecordBound(0),
            (_, Place.Quoted) => new RecordBound(firstLine, Unclosed),
            _ => new RecordBound(text.Length),
        };
    }

    /// <summary>A quote opens a field at its start and closes it; right after that, it stands for one within the field.</summary>
    private Place? Next(Place place, byte current) => (place, current) switch
    {
        (Place.Quoted, (byte)'"') => Place.AfterQuote,
        (Place.Quoted, _) => Place.Quoted,
        (Place.FieldStart or Place.AfterQuote, (byte)'"') => Place.Quoted,
        (Place.Plain, (byte)'"') => null,
        _ when IsSeparator(current) => Place.FieldStart,
        (Place.AfterQuote, not (byte)'\r') => null,
        _ => Place.Plain,
    };

    private static bool HasOtherEnd(ReadOnlySpan<byte> line, byte lineEnd)
    {
        for (var at = 0; at < line.Length && line[at..].IndexOfAny("\r\n"u8) is >= 0 and var next; at += next + 1)
        {
            if (IsOtherEnd(line, at + next, lineEnd))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A line end of another kind than the file's, which other readers would take for one: CR that no LF follows, or LF among lines that end with CR.</summary>
    private static bool IsOtherEnd(ReadOnlySpan<byte> text, int at, byte lineEnd) =>
        text[at] is (byte)'\r' or (byte)'\n' && text[at] != lineEnd && (lineEnd is (byte)'\r' || (at + 1 < text.Length && text[at + 1] != lineEnd));

    private bool IsSeparator(byte value) => Separator is { } separator ? value == separator : Separators.All.Contains(value);
}
