using System.Text;
using HubSpotUsers.Files.Records;
using HubSpotUsers.Files.Text;

namespace HubSpotUsers.Files.Tables;

/// <summary>A CSV file (RFC 4180) with any of the usual separators. What is in its fields is data, whatever it looks like.</summary>
/// <param name="text">The file, in UTF-8.</param>
/// <param name="separator">What stands between its fields; null to find out from the header.</param>
/// <param name="hash">Takes what has been read.</param>
internal sealed class CsvTable(Stream text, char? separator, FileHash hash) : IRows<TableRow>
{
    /// <summary>A line that some programs write before the header: PowerShell's type, and the version of Entra ID's templates.</summary>
    private static readonly string[] Preambles = ["#TYPE", "version:v"];

    private readonly CsvBounds _bounds = new() { Separator = (byte?)separator };
    private readonly RecordText _text = new();
    private string[] _before = [];
    private RecordReader? _records;
    private bool _hasBegun;

    /// <inheritdoc/>
    public int Line => Records.Line;

    /// <summary>What stands between the fields; known once the header has been read.</summary>
    public char? Separator => (char?)_bounds.Separator;

    private RecordReader Records => _records ??= new RecordReader(text, _bounds, hash);

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
        var content = Encoding.UTF8.GetString(record.Bytes.Span);
        if (Separators.OfLine(content) is { } named)
        {
            _bounds.Separator ??= (byte)named;
            return true;
        }

        var line = content.Trim();
        return line.Length is 0 || Preambles.Any(preamble => line.Trim('"').StartsWith(preamble, StringComparison.OrdinalIgnoreCase));
    }

    private TableRow Read(FileRecord read)
    {
        var line = read.Line;
        var record = read.Bytes.Span;
        if ((read.Fault ?? FindSeparator(record)) is { } fault)
        {
            return new TableRow(line, [], fault);
        }

        _text.Load(record);
        var fields = _bounds.Fields;
        var (cells, before) = (new string[fields.Length], _before);
        for (var at = 0; at < fields.Length; at++)
        {
            if (_text.Read(record, fields[at], at < before.Length ? before[at] : null) is not { } cell)
            {
                return new TableRow(line, [], TextFaults.Of(record));
            }

            cells[at] = cell;
        }

        _before = cells;
        return new TableRow(line, cells);
    }

    /// <summary>Finds the separator of the header, unless it is known.</summary>
    /// <returns>What is wrong with the header; null when nothing is, as far as its fields can be found.</returns>
    private string? FindSeparator(ReadOnlySpan<byte> header)
    {
        if (_bounds.Separator is not null)
        {
            return null;
        }

        // Now that one separator is known, quotes beside the others stand within fields.
        _bounds.Separator = (byte)Separators.Find(header);
        return TextFaults.Of(header) ?? _bounds.Find(header, (byte)'\n', RecordExtent.All).Fault;
    }
}
