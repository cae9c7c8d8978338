using HubSpotUsers.Files.Records;

namespace HubSpotUsers.Files.Tables;

/// <summary>
/// A record ends with a line that is not within quotes (RFC 4180). A quote that is never closed, or stands where none may, costs its own
/// line only: what looks like its record ends after <see cref="MaxLines"/> lines, and reading goes on with the second of them. The
/// fields are found on the way, so that no byte has to be looked at again.
/// </summary>
internal sealed class CsvBounds : IRecordBounds
{
    private const int MaxLines = 64;
    private const byte Quote = (byte)'"';
    private const string Unclosed = "A quote is not closed within 64 lines and 64 KiB.";
    private const string OtherEnd = "A line end of another kind than the file's stands in the line: end all lines alike, or put the whole field in quotes.";
    private const string Stray = "A quote stands where none may: put the whole field in quotes, and write two for each within it.";

    private byte[] _stops = StopsOf(Separators.All);
    private CsvField[] _fields = new CsvField[16];
    private int _count;

    /// <summary>What stands between fields; null until it is known: then any of the usual ones may.</summary>
    public byte? Separator
    {
        get;
        set => (field, _stops) = (value, StopsOf(value is { } separator ? [separator] : Separators.All));
    }

    /// <summary>The fields of the record that was found last.</summary>
    public ReadOnlySpan<CsvField> Fields => _fields.AsSpan(0, _count);

    public RecordBound Find(ReadOnlySpan<byte> text, byte lineEnd, RecordExtent extent)
    {
        _count = 0;
        var stops = new StopScan(text, _stops);
        var (start, lines) = (0, 0);
        while (true)
        {
            var end = stops.Next();
            var field = new CsvField(start, end - start);
            if (end == start && end < text.Length && text[end] is Quote)
            {
                field = FindQuoted(text, start + 1, lineEnd, ref stops, ref lines);
                if (field.Length < 0)
                {
                    return extent is RecordExtent.Part && lines < MaxLines ? default : Fault(Unclosed, text, lineEnd, extent);
                }

                end = stops.Next();
                if (end > field.Start + field.Length + 1)
                {
                    return Fault(Stray, text, lineEnd, extent);
                }
            }

            if (end < text.Length && text[end] is Quote)
            {
                return Fault(Stray, text, lineEnd, extent);
            }

            Add(field);
            if (end == text.Length)
            {
                return extent is RecordExtent.Part ? default : new RecordBound(end);
            }

            if (text[end] is (byte)'\r' or (byte)'\n')
            {
                return EndOfRecord(text, end, lineEnd, extent);
            }

            start = end + 1;
        }
    }

    private void Add(CsvField field)
    {
        if (_count == _fields.Length)
        {
            Array.Resize(ref _fields, 2 * _count);
        }

        _fields[_count++] = field;
    }

    private static byte[] StopsOf(ReadOnlySpan<byte> separators) => [.. separators, .. "\"\r\n"u8];

    /// <summary>Finds a field in quotes, of which the first has been passed; its length is negative when the last is not there.</summary>
    private static CsvField FindQuoted(ReadOnlySpan<byte> text, int start, byte lineEnd, ref StopScan stops, ref int lines)
    {
        var hasTwins = false;
        for (var at = stops.Next(); at < text.Length; at = stops.Next())
        {
            if (text[at] == lineEnd)
            {
                if (++lines == MaxLines)
                {
                    break;
                }
            }
            else if (text[at] is Quote)
            {
                if (at + 1 == text.Length || text[at + 1] is not Quote)
                {
                    return new CsvField(start, at - start, hasTwins);
                }

                // It stands for one within the field.
                hasTwins = true;
                stops.Next();
            }
        }

        return new CsvField(start, -1);
    }

    private static RecordBound EndOfRecord(ReadOnlySpan<byte> text, int end, byte lineEnd, RecordExtent extent)
    {
        if (text[end] == lineEnd)
        {
            return new RecordBound(end + 1);
        }

        // What other readers would take for a line end: CR that no LF follows, or LF among lines that end with CR.
        var isLast = end + 1 == text.Length;
        if (lineEnd is (byte)'\r' || (!isLast && text[end + 1] != lineEnd))
        {
            return Fault(OtherEnd, text, lineEnd, extent);
        }

        return isLast && extent is RecordExtent.Part ? default : new RecordBound(isLast ? end + 1 : end + 2);
    }

    /// <summary>A fault is of the whole first line, as soon as that is there.</summary>
    private static RecordBound Fault(string fault, ReadOnlySpan<byte> text, byte lineEnd, RecordExtent extent) => text.IndexOf(lineEnd) switch
    {
        >= 0 and var end => new RecordBound(end + 1, fault),
        _ when extent is RecordExtent.Part => default,
        _ => new RecordBound(text.Length, fault),
    };
}

/// <summary>Where a field of a record is, without the quotes around it.</summary>
/// <param name="Start">Where it begins, from the start of the record.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="HasTwins">Whether two quotes in it stand for one.</param>
internal readonly record struct CsvField(int Start, int Length, bool HasTwins = false);
