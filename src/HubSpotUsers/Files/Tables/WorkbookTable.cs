using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace HubSpotUsers.Files.Tables;

/// <summary>One sheet of an Excel workbook. Dates are written as HubSpot takes them, numbers as they are in full.</summary>
internal sealed class WorkbookTable : IRows<TableRow>
{
    /// <summary>A workbook is mostly text that repeats itself; one that unpacks to more than so many times the most bytes it may have is none of people.</summary>
    private const int MaxUnpacking = 8;

    /// <summary>The rows that a sheet can have (Microsoft: Excel specifications and limits).</summary>
    private const int MaxRows = 1_048_576;

    /// <summary>A cell far away from the others makes a sheet of blank ones, which take time all the same.</summary>
    private const long MaxCells = 20_000_000;

    /// <summary>The year that dates begin with: before it is what only has a time of day.</summary>
    private const int FirstYear = 1900;

    private readonly FileHash _hash;
    private readonly IExcelDataReader _reader;
    private readonly IReadOnlyDictionary<int, string> _errors;
    private bool _isBroken;

    /// <summary>The reader asks for Windows-1252 whatever the workbook is in.</summary>
    static WorkbookTable() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private WorkbookTable(IExcelDataReader reader, IReadOnlyDictionary<int, string> errors, FileHash hash) => (_reader, _errors, _hash) = (reader, errors, hash);

    /// <inheritdoc/>
    public int Line { get; private set; } = 1;

    /// <summary>Opens a workbook.</summary>
    /// <param name="body">The workbook.</param>
    /// <param name="sheet">The sheet; null for the first that is not hidden.</param>
    /// <param name="maxBytes">The most bytes it may have.</param>
    /// <param name="hash">Takes what has been read.</param>
    /// <exception cref="InvalidFileException">It is none, is too large, or has no such sheet.</exception>
    public static async Task<WorkbookTable> OpenAsync(Stream body, string? sheet, int maxBytes, FileHash hash)
    {
        var workbook = await ReadAsync(body, maxBytes);
        try
        {
            await CheckSizeAsync(workbook, (long)maxBytes * MaxUnpacking);
            return Find(workbook, sheet, hash);
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            throw new InvalidFileException("The file is not an Excel workbook that can be read. Save it as .xlsx, without a password.");
        }
    }

    /// <inheritdoc/>
    public byte[] HashOfRead() => _hash.Current();

    /// <inheritdoc/>
    public bool TryRead(out TableRow row)
    {
        row = default;
        try
        {
            if (_isBroken || !_reader.Read())
            {
                return false;
            }

            row = Read();
        }
        catch (Exception exception) when (IsOfContent(exception))
        {
            _isBroken = true;
            row = new TableRow(Line++, [], "The workbook cannot be read from this row on.");
        }

        return true;
    }

    /// <inheritdoc/>
    public ValueTask<bool> FillAsync() => ValueTask.FromResult(false);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _hash.Dispose();
    }

    private static WorkbookTable Find(MemoryStream workbook, string? sheet, FileHash hash)
    {
#pragma warning disable CA2000 // The table disposes it.
        var reader = ExcelReaderFactory.CreateOpenXmlReader(workbook);
#pragma warning restore CA2000
        try
        {
            do
            {
                if (sheet is null ? reader.VisibleState is "visible" : string.Equals(reader.Name, sheet, StringComparison.OrdinalIgnoreCase))
                {
                    CheckExtent(reader);
                    return new WorkbookTable(reader, WorkbookErrors.Of(new MemoryStream(workbook.GetBuffer(), 0, (int)workbook.Length, writable: false), reader.Name), hash);
                }
            }
            while (reader.NextResult());

            throw new InvalidFileException("The workbook has no sheet of this name.");
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>What a library meets in a file that is not as it should be has many names.</summary>
    private static bool IsOfContent(Exception exception) => exception is not (InvalidFileException or IOException or OutOfMemoryException or OperationCanceledException) || exception is EndOfStreamException;

    private static void CheckExtent(IExcelDataReader reader)
    {
        if (reader.FieldCount is < 0 or > HeaderReader.MaxColumns || reader.RowCount is < 0 or > MaxRows || (long)reader.FieldCount * reader.RowCount > MaxCells)
        {
            throw new InvalidFileException($"The sheet has more than {HeaderReader.MaxColumns} columns, {MaxRows} rows or {MaxCells} cells. Delete what stands far outside the table, or save the sheet as CSV UTF-8.");
        }
    }

    private TableRow Read()
    {
        var line = Line++;
        var cells = new string[_reader.FieldCount];
        for (var at = 0; at < cells.Length; at++)
        {
            cells[at] = Text(_reader.GetValue(at));
        }

        _hash.Append(Encoding.UTF8.GetBytes(string.Join('\u001F', cells) + '\n'));
        return _errors.TryGetValue(line, out var cell)
            ? new TableRow(line, [], $"{cell} holds an error of a formula. Correct it, or empty it.")
            : new TableRow(line, cells);
    }

    private static string Text(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        bool truth => truth ? "true" : "false",
        DateTime { Year: < FirstYear } time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) is >= 1e15 and < 1e28 && number == Math.Truncate(number) => number.ToString("F0", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) < 1e15 => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>A workbook ends with its table of contents, so it is read whole.</summary>
    private static async Task<MemoryStream> ReadAsync(Stream body, int maxBytes)
    {
        var workbook = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await body.ReadAsync(buffer)) > 0;)
        {
            if (workbook.Length + count > maxBytes)
            {
                throw new InvalidFileException($"A workbook may have at most {maxBytes} bytes. Save the sheet as CSV UTF-8, which may have any size.");
            }

            await workbook.WriteAsync(buffer.AsMemory(0, count));
        }

        workbook.Position = 0;
        return workbook;
    }

    /// <summary>Unpacks everything once, and keeps none of it: what an archive says of its sizes need not be true.</summary>
    private static async Task CheckSizeAsync(MemoryStream workbook, long maxBytes)
    {
        await using var archive = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        var buffer = new byte[64 * 1024];
        foreach (var entry in archive.Entries)
        {
            await using var unpacked = await entry.OpenAsync();
            for (int count; (count = await unpacked.ReadAsync(buffer)) > 0;)
            {
                maxBytes -= count;
                if (maxBytes < 0)
                {
                    throw new InvalidFileException("The workbook unpacks to more than can be read. Save the sheet as CSV UTF-8.");
                }
            }
        }

        workbook.Position = 0;
    }
}
