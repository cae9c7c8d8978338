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
    private const string Return = "A carriage return stands in the line: put the whole field in quotes.";
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

    public RecordBound Find(ReadOnlySpan<byte> text, byte lineEnd, bool isAll)
    {
        var firstLine = text.IndexOf(lineEnd) is var end and >= 0 ? end + 1 : isAll ? text.Length : 0;
        var line = text[..firstLine];
        if (!line.Contains((byte)'"'))
        {
            return new RecordBound(firstLine, line.TrimEnd("\r\n"u8).Contains((byte)'\r') ? Return : null);
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

            if (IsReturn(text, at, place, lineEnd))
            {
                return new RecordBound(firstLine, Return);
            }

            if (Next(place, current) is not { } next)
            {
                return new RecordBound(firstLine, Stray);
            }

            place = next;
        }

        return (isAll, place) switch
        {
            (false, _) => new RecordBound(0),
            (true, Place.Quoted) => new RecordBound(firstLine, Unclosed),
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

    /// <summary>A carriage return that ends no line is neither text nor an end to other readers.</summary>
    private static bool IsReturn(ReadOnlySpan<byte> text, int at, Place place, byte lineEnd) =>
        text[at] is (byte)'\r' && place is not Place.Quoted && at + 1 < text.Length && text[at + 1] != lineEnd;

    private bool IsSeparator(byte value) => Separator is { } separator ? value == separator : Separators.All.Contains(value);
}
