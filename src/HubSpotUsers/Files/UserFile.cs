using System.Security.Cryptography;
using System.Text;
using HubSpotUsers.Files.Json;
using HubSpotUsers.Files.Tables;
using HubSpotUsers.Files.Text;
using HubSpotUsers.HubSpot.Properties;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Files;

/// <summary>
/// A file of users, opened: its encoding, separator and columns are known, it has a user at least, and nothing of it has been taken. The one
/// reader of the API, the command line and the sandbox.
/// </summary>
internal sealed class UserFile : IRows<FileRow>
{
    /// <summary>More blank lines than this before the first user are not of a person's making.</summary>
    private const int MaxFirst = 10_000;

    private readonly IRows<FileRow> _rows;
    private readonly Utf8Stream? _text;
    private readonly CsvTable? _csv;
    private readonly IReadOnlyList<Association> _associations;
    private readonly PropertyCatalog? _catalog;
    private readonly Queue<FileRow> _first = new();

    private UserFile(IRows<FileRow> rows, Utf8Stream? text, CsvTable? csv, IReadOnlyList<Column> columns, IReadOnlyList<Association> associations, PropertyCatalog? catalog) =>
        (_rows, _text, _csv, Columns, _associations, _catalog) = (rows, text, csv, columns, associations, catalog);

    /// <summary>What the columns are; empty for JSON.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Whether its properties are compared with the account's.</summary>
    public bool IsCatalogKnown => _catalog is not null;

    /// <summary>The encoding, as far as the file has been read; null for a workbook.</summary>
    public string? EncodingName => _text?.EncodingName;

    /// <summary>
    /// The hash of how the file is read: two readings of the same bytes that differ in it may give other users on the same lines. Any property
    /// may stand in any user of a JSON file, so all of the account's are in it.
    /// </summary>
    public string Reading => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', [
        $"{Separator}",
        .. _associations.Select(association => $"associate {association.To.Id} {association.Types[0].AssociationCategory} {association.Types[0].AssociationTypeId}"),
        .. Columns.Select(column => $"{column.Role} {column.Name} {column.Property?.Type} {string.Join(';', column.Property?.Options.Select(option => option.Value) ?? [])}"),
        .. Columns.Count is 0 && _catalog is not null ? [_catalog.Fingerprint] : Array.Empty<string>(),
    ]))));

    /// <summary>What stands between fields; null unless the file is CSV.</summary>
    public char? Separator => _csv?.Separator;

    /// <inheritdoc/>
    public int Line => _rows.Line;

    /// <summary>Opens a file.</summary>
    /// <param name="body">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="catalog">The account's properties; null when they are not known.</param>
    /// <exception cref="InvalidFileException">It cannot be taken as a whole: nothing of it has been.</exception>
    public static async Task<UserFile> OpenAsync(Stream body, UserFileOptions options, PropertyCatalog? catalog)
    {
        RefuseIdle(options);
#pragma warning disable CA2000 // The file disposes the rows, which dispose what they read from; the body is its owner's.
        var text = options.Kind is UserFileKind.Workbook ? null : await Utf8Stream.OpenAsync(body, options.Charset, options.FallbackCharset);
        var hash = new FileHash(options.UsesSha256);
        var csv = options.Kind is UserFileKind.Csv ? new CsvTable(text!, options.Separator, hash) : null;
        IRows<TableRow>? table = options.Kind is UserFileKind.Workbook ? await WorkbookTable.OpenAsync(body, options.Sheet, options.MaxWorkbookBytes, hash) : csv;
        var columns = table is null ? [] : await ReadHeaderAsync(table, new HeaderReader(options.Map, catalog));
        IRows<FileRow> rows = table is null ? new JsonRows(text!, options.Kind is UserFileKind.Json, catalog, hash) : new TableRows(table, columns);
        var file = new UserFile(rows, text, csv, columns, options.Associations, catalog);
#pragma warning restore CA2000
        try
        {
            await file.FindUserAsync();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryRead(out FileRow row)
    {
        if (!_first.TryDequeue(out row) && !_rows.TryRead(out row))
        {
            return false;
        }

        if (row.User is { } user && _associations.Count > 0)
        {
            row = row with { User = user with { Associations = [.. user.Associations, .. _associations] } };
        }

        return true;
    }

    /// <inheritdoc/>
    public ValueTask<bool> FillAsync() => _rows.FillAsync();

    /// <inheritdoc/>
    public byte[] HashOfRead() => _rows.HashOfRead();

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    /// <summary>What would change nothing was meant to change something.</summary>
    private static void RefuseIdle(UserFileOptions options)
    {
        var isTable = options.Kind is UserFileKind.Csv or UserFileKind.Workbook;
        (bool IsIdle, string Fault)[] settings =
        [
            (!isTable && options.Map.Count > 0, "A map is of columns, which JSON does not have. Name the properties in the file as HubSpot does."),
            (options.Kind is not UserFileKind.Csv && options.Separator is not null, "Only a CSV file has a separator. Leave it out, or send the file as what it is."),
            (options.Kind is not UserFileKind.Workbook && options.Sheet is not null, "Only a workbook has sheets. Leave the sheet out, or send the file as what it is."),
        ];
        InputFault[] faults = [.. settings.Where(setting => setting.IsIdle).Select(setting => new InputFault(string.Empty, setting.Fault))];
        if (faults.Length > 0)
        {
            throw new InvalidFileException(faults);
        }
    }

    private static async Task<IReadOnlyList<Column>> ReadHeaderAsync(IRows<TableRow> table, HeaderReader reader)
    {
        try
        {
            while (await table.NextAsync() is { } row)
            {
                if (row.Fault is { } fault)
                {
                    throw new InvalidFileException($"The header cannot be read: {fault}");
                }

                if (!row.IsBlank)
                {
                    return reader.Read(row.Cells);
                }
            }

            throw new InvalidFileException("The file is empty. Begin it with a line that names the property of each column.");
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>Reads on to the first row that is not blank.</summary>
    private async Task FindUserAsync()
    {
        while (await _rows.NextAsync() is { } row)
        {
            if (_first.Count == MaxFirst)
            {
                throw new InvalidFileException($"The first {MaxFirst} lines after the header are blank.");
            }

            _first.Enqueue(row);
            if (!row.IsBlank)
            {
                return;
            }
        }

        throw new InvalidFileException(Columns.Count > 0
            ? $"The file has a header of {Columns.Count} columns and no line with a user. Are its lines ended with LF, CR LF or CR?"
            : "The file has no user.");
    }
}
