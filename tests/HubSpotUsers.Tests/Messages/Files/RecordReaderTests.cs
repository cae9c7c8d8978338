using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using HubSpotUsers.Messages.Files;

namespace HubSpotUsers.Tests.Messages.Files;

public sealed class RecordReaderTests
{
    [Theory]
    [InlineData("a\nb\n", "1:a|2:b")]
    [InlineData("a\r\n\r\nb", "1:a|2:|3:b")]
    [InlineData("\uFEFFa", "1:a")]
    [InlineData("", "")]
    public async Task Every_line_is_a_record(string text, string expected)
    {
        Assert.Equal(expected, await ReadAsync(text, new LineBounds()));
    }

    [Theory]
    [InlineData("a,\"b\nc\"\nd\n", "1:a,\"b\nc\"|3:d")]
    [InlineData("\"a\"\"\nb\"\nc", "1:\"a\"\"\nb\"|3:c")]
    [InlineData("a\"b\nc", "1:a\"b|2:c")]
    [InlineData("\"open\na\nb\n", "1!|2:a|3:b")]
    public async Task A_line_within_quotes_ends_no_record_and_an_open_quote_costs_its_own_line_only(string text, string expected)
    {
        Assert.Equal(expected, await ReadAsync(text, new CsvBounds()));
    }

    [Theory]
    [InlineData(65_537)]
    [InlineData(500_000)]
    public async Task A_record_beyond_the_bound_is_left_out_and_the_next_one_read(int length)
    {
        var text = $"a\n{new string('x', length)}\nb\n";

        Assert.Equal("1:a|2!|3:b", await ReadAsync(text, new LineBounds()));
        Assert.Equal("1:a|2!|3:b", await ReadAsync(text, new CsvBounds()));
    }

    [Fact]
    public void Files_share_their_buffers()
    {
        var text = Encoding.UTF8.GetBytes("a\nb\n");
        ReadAll(text);
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        for (var file = 0; file < 20; file++)
        {
            ReadAll(text);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 1, RecordReader.MaxRecordBytes);
    }

    [Property]
    public Property Whatever_is_in_cells_comes_out_as_it_went_in()
    {
        var cells = Gen.Elements("", "plain", "a,b", "\"", "\"\"", "two\nlines", "\r\n", "=1+1", "Zoë", " ").NonEmptyListOf();
        var rows = cells.Select(row => row.Take(20).ToList()).NonEmptyListOf().ToArbitrary();
        return Prop.ForAll(rows, written =>
        {
            // A record of one empty cell is a blank line.
            var good = written.Where(row => row.Count > 1).ToList();
            var text = string.Concat(good.Select(row => string.Join(',', row.Select(Quote)) + "\r\n"));
            return SplitAsync(text).GetAwaiter().GetResult().Select(row => string.Join('|', row)).SequenceEqual(good.Select(row => string.Join('|', row)), StringComparer.Ordinal);
        });
    }

    private static string Quote(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static async Task<List<List<string>>> SplitAsync(string text)
    {
        using var records = Open(text, new CsvBounds());
        var rows = new List<List<string>>();
        while (await records.NextAsync() is { } record)
        {
            rows.Add(CsvFields.Split(record.Bytes.Span, out var fault));
            Assert.Null(fault);
        }

        return rows;
    }

    private static async Task<string> ReadAsync(string text, IRecordBounds bounds)
    {
        using var records = Open(text, bounds);
        var read = new List<string>();
        while (await records.NextAsync() is { } record)
        {
            read.Add(record.Fault is null ? $"{record.Line}:{Encoding.UTF8.GetString(record.Bytes.Span)}" : $"{record.Line}!");
        }

        return string.Join('|', read);
    }

    private static void ReadAll(byte[] file)
    {
        using var body = new MemoryStream(file);
        using var records = new RecordReader(body, new LineBounds());
        while (records.NextAsync().AsTask().GetAwaiter().GetResult() is not null)
        {
        }
    }

    private static RecordReader Open(string text, IRecordBounds bounds) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), bounds);
}
