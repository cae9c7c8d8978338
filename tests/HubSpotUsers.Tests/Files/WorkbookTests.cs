using System.IO.Compression;
using HubSpotUsers.Files;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Files;

public sealed class WorkbookTests
{
    private static readonly string Folder = Path.GetDirectoryName(FileShape.All[0].Location)!;

    [Fact]
    public async Task Dates_times_truths_and_numbers_are_written_as_HubSpot_takes_them()
    {
        var rows = await ReadAsync("values.xlsx", sheet: null);

        Assert.Equal(
            ["2 hs_email=ada.novak@people.example,a_day=2024-03-31,a_time=2024-03-31T09:00:00Z,a_truth=true,a_number=1234.5", "3  Cell B3 holds an error of a formula. Correct it, or empty it."],
            rows.Select(ReadFile.Describe));
    }

    [Fact]
    public async Task A_sheet_is_found_by_its_name()
    {
        Assert.Equal("2 hs_email=second.sheet@people.example", ReadFile.Describe(Assert.Single(await ReadAsync("users.xlsx", "other"))));
        Assert.Equal("The workbook has no sheet of this name.", (await Assert.ThrowsAsync<InvalidFileException>(() => ReadAsync("users.xlsx", "third"))).Message);
    }

    [Fact]
    public async Task What_is_no_workbook_says_so()
    {
        Assert.StartsWith("The file is not an Excel workbook", Assert.Single(await ReadFile.RefusedAsync("PK\u0003\u0004 and no more"u8.ToArray(), Workbook())), StringComparison.Ordinal);
        Assert.StartsWith("The file is not an Excel workbook", Assert.Single(await ReadFile.RefusedAsync("hs_email\na\n"u8.ToArray(), Workbook())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_beyond_its_bounds_is_refused_packed_and_unpacked()
    {
        Assert.StartsWith("A workbook may have at most 1000 bytes.", Assert.Single(await ReadFile.RefusedAsync(new byte[1001], Workbook() with { MaxWorkbookBytes = 1000 })), StringComparison.Ordinal);
        Assert.StartsWith("The workbook unpacks to more than can be read.", Assert.Single(await ReadFile.RefusedAsync(Bomb(), Workbook() with { MaxWorkbookBytes = 4000 })), StringComparison.Ordinal);
    }

    private static UserFileOptions Workbook() => new() { Kind = UserFileKind.Workbook };

    private static async Task<IReadOnlyList<UserRow>> ReadAsync(string name, string? sheet)
    {
        await using var body = File.OpenRead(Path.Combine(Folder, name));
        return await ReadFile.RowsAsync(body, Workbook() with { Sheet = sheet });
    }

    private static byte[] Bomb()
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("xl/sharedStrings.xml", CompressionLevel.SmallestSize).Open())
        {
            entry.Write(new byte[1024 * 1024]);
        }

        return packed.ToArray();
    }
}
