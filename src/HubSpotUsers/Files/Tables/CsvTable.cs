using System.Text;
using HubSpotUsers.Files.Records;
using HubSpotUsers.Files.Text;
using Sylvan.Data.Csv;

namespace HubSpotUsers.Files.Tables;

/// <summary>A CSV file (RFC 4180) with any of the usual separators. What is in its fields is data, whatever it looks like.</summary>
/// <param name="text">The file, in UTF-8.</param>
/// <param name="separator">What stands between its fields; null to find out from the header.</param>
internal sealed class CsvTable(Stream text, char? separator) : ITable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A line that some programs write before the header: PowerShell's type, and the version of Entra ID's templates.</summary>
    private static readonly string[] Preambles = ["#TYPE", "version:v"];

    /// <summary>A character that no text has: every line is data.</summary>
    private const char NoComment = '\uFFFF';

    private readonly CsvBounds _bounds = new() { Separator = (byte?)separator };
    private readonly RecordFeed _feed = new();
    private readonly List<string> _cells = [];
    private RecordReader? _records;
    private CsvDataReader? _reader;
    private bool _hasBegun;

    /// <inheritdoc/>
    public int Line => Records.Line;

    /// <summary>What stands between the fields; known once the header has been read.</summary>
    public char? Separator => (char?)_bounds.Separator;

    private RecordReader Records => _records ??= new RecordReader(text, _bounds);

    /// <inheritdoc/>
    public byte[] HashOfRead() => Records.HashOfRead();

    /// <inheritdoc/>
    public async ValueTask<TableRow?> NextAsync()
    {
        while (await Records.NextAsync() is { } record)
        {
            if (!_hasBegun && record.Fault is null && IsPreamble(record))
            {
                continue;
            }

            _hasBegun = true;
            return record.Fault is { } fault ? new TableRow(record.Line, [], fault) : Read(record.Line, record.Bytes.Span);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader?.Dispose();
        _feed.Dispose();
        _records?.Dispose();
    }

    private bool IsPreamble(FileRecord record)
    {
        var line = Encoding.UTF8.GetString(record.Bytes.Span).Trim();
        if (Separators.OfLine(line) is { } named)
        {
            _bounds.Separator ??= (byte)named;
            return true;
        }

        return line.Length is 0 || Preambles.Any(preamble => line.Trim('"').StartsWith(preamble, StringComparison.OrdinalIgnoreCase));
    }

    private TableRow Read(int line, ReadOnlySpan<byte> record)
    {
        if (TextFaults.Of(record) is { } fault)
        {
            return new TableRow(line, [], fault);
        }

        _cells.Clear();
        if (record.IsEmpty)
        {
            return new TableRow(line, _cells);
        }

        if (_bounds.Separator is null)
        {
            // Now that one separator is known, quotes beside the others stand within fields.
            _bounds.Separator = (byte)Separators.Find(record);
            if (_bounds.Find(record, (byte)'\n', RecordExtent.All).Fault is { } quote)
            {
                return new TableRow(line, [], quote);
            }
        }

        _feed.Load(StrictUtf8, record);
        _reader ??= CsvDataReader.Create(_feed, new CsvDataReaderOptions
        {
            HasHeaders = false,
            Delimiter = (char)_bounds.Separator.Value,
            BufferSize = 2 * RecordReader.MaxRecordBytes,
            Comment = NoComment,
        });
        if (!_reader.Read())
        {
            _reader.Dispose();
            _reader = null;
            return new TableRow(line, [], "The line cannot be read as CSV.");
        }

        for (var field = 0; field < _reader.RowFieldCount; field++)
        {
            _cells.Add(_reader.GetString(field));
        }

        return new TableRow(line, _cells);
    }
}
