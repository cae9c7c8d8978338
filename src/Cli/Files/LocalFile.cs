using System.Security.Cryptography;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;
using HubSpotUsers.Files.Text;
using HubSpotUsers.HubSpot.Properties;

namespace Cli.Files;

/// <summary>A file of this machine, read as an import reads it: by the same code.</summary>
/// <param name="File">The file.</param>
/// <param name="How">How it is read.</param>
/// <param name="Map">What its columns are.</param>
internal sealed record LocalFile(FileInfo File, UserFileOptions How, ColumnTexts Map)
{
    /// <summary>What it is sent as.</summary>
    public string MediaType => How.Kind switch
    {
        UserFileKind.Workbook => UserFileKinds.WorkbookType,
        UserFileKind.Json => "application/json",
        UserFileKind.JsonLines => "application/x-ndjson",
        _ => "text/csv",
    };

    /// <summary>Whether it has a header and columns.</summary>
    public bool IsTable => How.Kind is UserFileKind.Csv or UserFileKind.Workbook;

    /// <summary>The hash of all its bytes.</summary>
    public async Task<byte[]> HashAsync(CancellationToken cancellationToken)
    {
        await using var body = File.OpenRead();
        return await SHA256.HashDataAsync(body, cancellationToken);
    }

    /// <summary>Opens its users.</summary>
    /// <param name="body">The file's bytes.</param>
    /// <param name="map">What its columns are.</param>
    /// <param name="catalog">The account's properties; null where only the app knows them.</param>
    /// <exception cref="CliException">It cannot be taken as a whole.</exception>
    public Task<UserFile> OpenUsersAsync(Stream body, ColumnTexts map, PropertyCatalog? catalog = null) =>
        GuardedAsync(() => UserFile.OpenAsync(body, How with { Map = map.Texts }, catalog));

#pragma warning disable CA2000 // The table disposes what it reads from.
    /// <summary>Opens its rows and cells, the header first; null for JSON.</summary>
    /// <exception cref="CliException">It cannot be taken as a whole.</exception>
    public async Task<IRows<TableRow>?> OpenTableAsync(Stream body) => How.Kind switch
    {
        UserFileKind.Csv => new CsvTable(await GuardedAsync(() => Utf8Stream.OpenAsync(body, How.Charset, How.FallbackCharset)), How.Separator, new FileHash(How.UsesSha256)),
        UserFileKind.Workbook => await GuardedAsync(() => WorkbookTable.OpenAsync(body, How.Sheet, How.MaxWorkbookBytes, new FileHash(How.UsesSha256))),
        _ => null,
    };
#pragma warning restore CA2000

    /// <summary>Reads the header; null for JSON.</summary>
    public async Task<IReadOnlyList<string>?> ReadHeaderAsync()
    {
        await using var body = File.OpenRead();
        using var table = await OpenTableAsync(body);
        return table is null ? null : await ReadHeaderAsync(table);
    }

    /// <summary>Reads the header of an opened table.</summary>
    public static Task<IReadOnlyList<string>> ReadHeaderAsync(IRows<TableRow> table) => GuardedAsync<IReadOnlyList<string>>(async () =>
    {
        while (await table.NextAsync() is { } row)
        {
            if (row.Fault is { } fault)
            {
                throw new InvalidFileException($"The header cannot be read: {fault}");
            }

            if (!row.IsBlank)
            {
                return [.. row.Cells];
            }
        }

        throw new InvalidFileException("The file is empty. Begin it with a line that names the property of each column.");
    });

    /// <summary>Turns what is wrong with the file as a whole into an error of the command.</summary>
    public static async Task<T> GuardedAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (InvalidFileException exception)
        {
            throw new CliException(ExitCode.Usage, ColumnTexts.InOwnWords(string.Join("\n  ", exception.Faults.Select(fault => fault.Detail))), "Nothing was sent.");
        }
    }
}
