using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HubSpotUsers.Files;

namespace HubSpotUsers.Tests.Files;

public sealed class RowTests
{
    [Theory]
    [InlineData("a@people.example,Ada", "2 hs_email=a@people.example,hs_given_name=Ada")]
    [InlineData("a@people.example", "2 hs_email=a@people.example")]
    [InlineData("a@people.example,Ada,,", "2 hs_email=a@people.example,hs_given_name=Ada")]
    [InlineData("a@people.example, Ada ", "2 hs_email=a@people.example,hs_given_name= Ada ")]
    [InlineData(",Ada", "2 hs_given_name=Ada")]
    [InlineData("\"=1+1\",\"x\ny\"", "2 hs_email==1+1,hs_given_name=x\ny")]
    [InlineData("a@people.example,Ada,more", "2  The line has 3 fields, the header 2. A separator in a field must be within quotes.")]
    [InlineData("a@people.example,5\" pipe", "2  A quote stands where none may: put the whole field in quotes, and write two for each within it.")]
    [InlineData("a@people.example,Ad\uFFFD", "2  A character at byte 20 of the line is damaged: the file is in another charset than it says, or was damaged when it was saved.")]
    [InlineData("a@people.example,A\0a", "2  A character at byte 19 of the line is damaged: the file is in another charset than it says, or was damaged when it was saved.")]
    [InlineData("\0\0\0", "2  A character at byte 1 of the line is damaged: the file is in another charset than it says, or was damaged when it was saved.")]
    [InlineData("#comment,x", "2 hs_email=#comment,hs_given_name=x")]
    public async Task A_line_is_a_user_or_says_why_not(string line, string expected)
    {
        var rows = await ReadFile.CsvAsync($"hs_email,hs_given_name\n{line}\nnext@people.example\n");

        Assert.Equal([expected, $"{3 + line.Count(character => character is '\n')} hs_email=next@people.example"], rows.Select(ReadFile.Describe));
    }

    [Theory]
    [InlineData("\n", "a@people.example,Ad\ra")]
    [InlineData("\r\n", "a@people.example,Ad\ra")]
    [InlineData("\n", "\"a@people.example\",Ad\ra")]
    [InlineData("\r", "a@people.example\nb@people.example")]
    [InlineData("\r", "a@people.example\n")]
    public async Task A_line_end_of_another_kind_makes_its_line_faulty(string lineEnd, string line)
    {
        // The beginning tells how lines end.
        var before = string.Concat(Enumerable.Repeat($"before@people.example,Ada{lineEnd}", 500));

        var rows = await ReadFile.CsvAsync($"hs_email,hs_given_name{lineEnd}{before}{line}{lineEnd}next@people.example{lineEnd}");

        Assert.StartsWith("A line end of another kind than the file's", Assert.Single(rows, row => row.Faults.Count > 0).Faults[0].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(rows, row => row.User?.Properties["hs_email"].Contains('\n', StringComparison.Ordinal) is true);
    }

    [Fact]
    public async Task The_character_that_ends_a_text_of_DOS_is_no_user()
    {
        var table = await ReadFile.CsvAsync("hs_email\r\na@people.example\r\n\u001A");
        var lines = await ReadFile.CsvAsync("""{"properties":{"hs_email":"a@people.example"}}""" + "\r\n\u001A", new UserFileOptions { Kind = UserFileKind.JsonLines });

        Assert.Equal([false, true], table.Select(row => row.IsBlank));
        Assert.Equal([false, true], lines.Select(row => row.IsBlank));
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    public async Task Breaks_within_quotes_are_of_any_kind(string inside)
    {
        Assert.Equal($"2 hs_email=a@people.example,hs_given_name=A{inside}b", ReadFile.Describe(Assert.Single(await ReadFile.CsvAsync($"hs_email,hs_given_name\r\na@people.example,\"A{inside}b\"\r\n"))));
    }

    [Fact]
    public async Task What_is_left_of_a_faulty_line_beyond_the_bound_is_no_line()
    {
        var rows = await ReadFile.CsvAsync($"hs_email,hs_given_name\na\"{new string('x', 300_000)},b@people.example\nnext@people.example\n");

        Assert.Equal([2, 3], rows.Select(row => row.Line));
        Assert.Single(rows, row => row.Faults.Count > 0);
    }

    [Theory]
    [InlineData(",,")]
    [InlineData("  ")]
    [InlineData("\"\",\" \"")]
    [InlineData("")]
    public async Task A_blank_line_is_skipped(string line)
    {
        var rows = await ReadFile.CsvAsync($"hs_email,hs_given_name\na@people.example,Ada\n{line}\nb@people.example,Bo\n");

        Assert.Equal([false, true, false], rows.Select(row => row.IsBlank));
    }

    [Theory]
    [InlineData("a_day", "2026-03-31", null)]
    [InlineData("a_day", "1774915200000", null)]
    [InlineData("a_day", "46112", "/properties/a_day Column 2 (a_day) takes a day such as 2026-03-31.")]
    [InlineData("a_day", "31/03/2026", "/properties/a_day Column 2 (a_day) takes a day such as 2026-03-31.")]
    [InlineData("a_time", "2026-03-31T09:00:00Z", null)]
    [InlineData("a_time", "yesterday", "/properties/a_time Column 2 (a_time) takes a time such as 2026-03-31T09:00:00Z.")]
    [InlineData("a_number", "1234.5", null)]
    [InlineData("a_number", "1.234,5", "/properties/a_number Column 2 (a_number) takes a number such as 1234.5, without separators of thousands.")]
    [InlineData("a_number", "NaN", "/properties/a_number Column 2 (a_number) takes a number such as 1234.5, without separators of thousands.")]
    [InlineData("a_truth", "true", null)]
    [InlineData("a_truth", "TRUE", null)]
    [InlineData("hs_availability_status", ";available;away", null)]
    [InlineData("a_truth", "yes", "/properties/a_truth Column 2 (a_truth) takes true or false.")]
    [InlineData("hs_availability_status", "available;away", null)]
    [InlineData("hs_availability_status", "asleep", "/properties/hs_availability_status Column 2 (hs_availability_status) takes only values of its list, several separated by semicolons.")]
    public async Task What_HubSpot_certainly_refuses_is_said_early(string property, string value, string? fault)
    {
        var row = Assert.Single(await ReadFile.CsvAsync($"hs_email,{property}\na@people.example,\"{value}\"\n"));

        Assert.Equal(fault is null ? $"2 hs_email=a@people.example,{property}={value}" : $"2 {fault}", ReadFile.Describe(row));
    }

    [Theory]
    [InlineData("hr 1,,", "2 /id Column 1 takes a key of your own")]
    [InlineData(",trace,", "2  The line has no value of any property")]
    [InlineData("hr-1,,a@people.example,one", "2 /associations Column 4 (HUBSPOT_DEFINED:26) takes the ids of records")]
    public async Task Identities_are_checked(string line, string expected)
    {
        var row = Assert.Single(await ReadFile.CsvAsync($"id,objectWriteTraceId,hs_email,association:26\n{line}\n"));

        Assert.StartsWith(expected, ReadFile.Describe(row), StringComparison.Ordinal);
    }

    [Property]
    public Property Whatever_is_in_cells_comes_out_as_it_went_in()
    {
        var cells = Gen.Elements("plain", "a,b", "a;b", "\"", "\"\"", "two\nlines", "\r\nx", "=1+1", "#x", "Zoë", "x ", "\uFFFF", "sep=;").NonEmptyListOf();
        var files =
            from rows in cells.Select(row => row.Take(20).ToList()).NonEmptyListOf()
            from separator in Gen.Elements(',', ';', '\t', '|')
            from lineEnd in Gen.Elements("\r\n", "\n")
            select (rows, separator, lineEnd);
        return Prop.ForAll(files.ToArbitrary(), file =>
        {
            var (written, separator, lineEnd) = file;
            var header = string.Join(separator, Enumerable.Range(0, 20).Select(number => $"p{number}"));
            var text = header + lineEnd + string.Concat(written.Select(row => string.Join(separator, row.Select(Quote)) + lineEnd));
            var rows = ReadFile.CsvAsync(text, isCatalogKnown: false).GetAwaiter().GetResult();
            return rows.Select(row => string.Join('\u001F', row.User!.Properties.Values)).SequenceEqual(written.Select(row => string.Join('\u001F', row)), StringComparer.Ordinal);
        });
    }

    private static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
