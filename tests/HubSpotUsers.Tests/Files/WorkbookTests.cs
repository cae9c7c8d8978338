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
    public async Task The_first_sheet_is_the_first_that_a_person_sees()
    {
        var body = await ChangedAsync("users.xlsx", "xl/workbook.xml", "name=\"Users\"", "name=\"Users\" state=\"hidden\"");

        Assert.Equal("2 hs_email=second.sheet@people.example", ReadFile.Describe(Assert.Single(await ReadFile.RowsAsync(body, Workbook()))));
    }

    [Theory]
    [InlineData("<v>45382.375</v>", "a_time", "takes a time such as 2026-03-31T09:00:00Z.")]
    [InlineData("<v>45382</v>", "a_day", "takes a day such as 2026-03-31.")]
    public async Task A_time_of_day_is_no_day_of_the_year_1899(string cell, string property, string rule)
    {
        var body = await ChangedAsync("values.xlsx", "xl/worksheets/sheet1.xml", cell, "<v>0.375</v>");

        var fault = Assert.Single((await ReadFile.RowsAsync(body, Workbook()))[0].Faults);

        Assert.Equal($"/properties/{property}", fault.Pointer);
        Assert.EndsWith(rule, fault.Detail, StringComparison.Ordinal);
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

    private static async Task<IReadOnlyList<FileRow>> ReadAsync(string name, string? sheet)
    {
        await using var body = File.OpenRead(Path.Combine(Folder, name));
        return await ReadFile.RowsAsync(body, Workbook() with { Sheet = sheet });
    }

    /// <summary>A workbook in which something else stands.</summary>
    private static async Task<MemoryStream> ChangedAsync(string name, string part, string text, string other)
    {
        var workbook = new MemoryStream();
        await workbook.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(Folder, name)));
        await using (var archive = new ZipArchive(workbook, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var reader = new StreamReader(await archive.GetEntry(part)!.OpenAsync());
            var content = (await reader.ReadToEndAsync()).Replace(text, other, StringComparison.Ordinal);
            reader.Dispose();
            archive.GetEntry(part)!.Delete();
            await using var writer = new StreamWriter(await archive.CreateEntry(part).OpenAsync());
            await writer.WriteAsync(content);
        }

        workbook.Position = 0;
        return workbook;
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
