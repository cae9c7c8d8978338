using System.Text;
using HubSpotUsers.Files;
using Testing.Builders;

namespace HubSpotUsers.Tests.Files;

/// <summary>Reads files from their beginning to their end.</summary>
internal static class ReadFile
{
    /// <summary>Reads the rows of a file.</summary>
    public static async Task<IReadOnlyList<FileRow>> RowsAsync(Stream body, UserFileOptions options, bool isCatalogKnown = true)
    {
        using var file = await UserFile.OpenAsync(body, options, isCatalogKnown ? AccountProperties.Catalog : null);
        var rows = new List<FileRow>();
        while (await file.NextAsync() is { } row)
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>Reads a CSV file.</summary>
    public static Task<IReadOnlyList<FileRow>> CsvAsync(string text, UserFileOptions? options = null, bool isCatalogKnown = true) =>
        RowsAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), options ?? new UserFileOptions { Kind = UserFileKind.Csv }, isCatalogKnown);

    /// <summary>Reads a file that cannot be taken.</summary>
    /// <returns>What is wrong with it.</returns>
    public static async Task<IReadOnlyList<string>> RefusedAsync(byte[] body, UserFileOptions options, bool isCatalogKnown = true) =>
        [.. (await Assert.ThrowsAsync<InvalidFileException>(() => RowsAsync(new MemoryStream(body), options, isCatalogKnown))).Faults.Select(fault => fault.Detail)];

    /// <summary>Reads a CSV file that cannot be taken.</summary>
    public static Task<IReadOnlyList<string>> RefusedCsvAsync(string text, UserFileOptions? options = null, bool isCatalogKnown = true) =>
        RefusedAsync(Encoding.UTF8.GetBytes(text), options ?? new UserFileOptions { Kind = UserFileKind.Csv }, isCatalogKnown);

    /// <summary>A user in one line.</summary>
    public static string Describe(FileRow row) => row switch
    {
        { IsBlank: true } => $"{row.Line} blank",
        { User: null } => $"{row.Line} {row.Faults[0].Pointer} {row.Faults[0].Detail}",
        _ => $"{row.Line} {string.Join(',', row.User.Properties.Select(property => $"{property.Key}={property.Value}"))}",
    };
}
