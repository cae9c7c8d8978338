namespace HubSpotUsers.Messages.Files;

/// <summary>
/// A record ends with a line that is not within quotes (RFC 4180). A quote that is never closed costs its own line only: what looks
/// like its record is given up after <see cref="MaxLines"/> lines, and reading goes on with the second of them.
/// </summary>
internal sealed class CsvBounds : IRecordBounds
{
    private const int MaxLines = 64;
    private const string Unclosed = "A quote is not closed within 64 lines and 64 KiB.";

    public RecordBound Find(ReadOnlySpan<byte> text, bool isAll)
    {
        var firstLine = text.IndexOf((byte)'\n') is var newLine and >= 0 ? newLine + 1 : isAll ? text.Length : 0;
        if (firstLine is 0 || !text[..firstLine].Contains((byte)'"'))
        {
            return new RecordBound(firstLine);
        }

        var (isQuoted, isFieldStart, wasQuote) = (false, true, false);
        for (int at = 0, lines = 0; at < text.Length; at++)
        {
            var current = text[at];
            if (current is (byte)'\n' && (!isQuoted || ++lines == MaxLines))
            {
                return isQuoted ? new RecordBound(firstLine, Unclosed) : new RecordBound(at + 1);
            }

            // A quote opens a field at its start, closes it, and opens it again right after that: two stand for one.
            var isQuote = current is (byte)'"';
            if (isQuote)
            {
                isQuoted = !isQuoted && (isFieldStart || wasQuote);
            }

            (isFieldStart, wasQuote) = (current is (byte)',' && !isQuoted, isQuote && !isQuoted);
        }

        return (isAll, isQuoted) switch
        {
            (false, _) => new RecordBound(0),
            (true, true) => new RecordBound(firstLine, Unclosed),
            _ => new RecordBound(text.Length),
        };
    }
}
