using System.Runtime.InteropServices;
using System.Text;
using HubSpotUsers.Files.Records;
using HubSpotUsers.Files.Text;

namespace HubSpotUsers.Files.Tables;

/// <summary>A CSV file (RFC 4180) with any of the usual separators. What is in its fields is data, whatever it looks like.</summary>
/// <param name="text">The file, in UTF-8.</param>
/// <param name="separator">What stands between its fields; null to find out from the header.</param>
internal sealed class CsvTable(Stream text, char? separator) : IRows<TableRow>
{
    /// <summary>A line that some programs write before the header: PowerShell's type, and the version of Entra ID's templates.</summary>
    private static readonly string[] Preambles = ["#TYPE", "version:v"];

    private readonly CsvBounds _bounds = new() { Separator = (byte?)separator };
    private readonly RecordText _text = new();
    private readonly List<string> _cells = [];
    private RecordReader? _records;
    private bool _hasBegun;

    /// <inheritdoc/>
    public int Line => Records.Line;

    /// <summary>What stands between the fields; known once the header has been read.</summary>
    public char? Separator => (char?)_bounds.Separator;

    private RecordReader Records => _records ??= new RecordReader(text, _bounds);

    /// <inheritdoc/>
    public byte[] HashOfRead() => Records.HashOfRead();

    /// <inheritdoc/>
    public bool TryRead(out TableRow row)
    {
        while (Records.TryRead(out var record))
        {
            if (_hasBegun || record.Fault is not null || !IsPreamble(record))
            {
                _hasBegun = true;
                row = Read(record);
                return true;
            }
        }

        row = default;
        return false;
    }

    /// <inheritdoc/>
    public ValueTask<bool> FillAsync() => Records.FillAsync();

    /// <inheritdoc/>
    public void Dispose() => _records?.Dispose();

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

    private TableRow Read(FileRecord read)
    {
        var line = read.Line;
        var record = read.Bytes.Span;
        if ((read.Fault ?? TextFaults.Of(record)) is { } fault)
        {
            return new TableRow(line, [], fault);
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

        _text.Load(record);
        var fields = CollectionsMarshal.AsSpan(_bounds.Fields);
        CollectionsMarshal.SetCount(_cells, fields.Length);
        var cells = CollectionsMarshal.AsSpan(_cells);
        for (var at = 0; at < fields.Length; at++)
        {
            var field = _text.Next(record, fields[at]);
            if (fields[at].HasTwins)
            {
                cells[at] = field.ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
            }
            else if (cells[at] is not { } before || !field.SequenceEqual(before))
            {
                // Departments and time zones repeat from line to line: those of the line before are at hand.
                cells[at] = field.ToString();
            }
        }

        return new TableRow(line, _cells);
    }
}
