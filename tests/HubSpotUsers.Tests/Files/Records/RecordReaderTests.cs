using System.Text;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Records;
using HubSpotUsers.Files.Tables;

namespace HubSpotUsers.Tests.Files.Records;

public sealed class RecordReaderTests
{
    [Theory]
    [InlineData("a\nb\n", "1:a|2:b")]
    [InlineData("a\r\n\r\nb", "1:a|2:|3:b")]
    [InlineData("\uFEFFa", "1:a")]
    [InlineData("\uFEFF\uFEFFa", "1:a")]
    [InlineData("", "")]
    [InlineData("a\rb\r\rc", "1:a|2:b|3:|4:c")]
    [InlineData("a\rb\nc", "1:a\rb|2:c")]
    public async Task Every_line_is_a_record(string text, string expected)
    {
        Assert.Equal(expected, await ReadAsync(text, new LineBounds()));
    }

    [Theory]
    [InlineData("a,\"b\nc\"\nd\n", "1:a,\"b\nc\"|3:d")]
    [InlineData("\"a\"\"\nb\"\nc", "1:\"a\"\"\nb\"|3:c")]
    [InlineData("a\"b\nc", "1!|2:c")]
    [InlineData("\"a\"b\nc", "1!|2:c")]
    [InlineData("\"a\"\r\nc", "1:\"a\"|2:c")]
    [InlineData("a\rb,c\nd", "1!|2:d")]
    [InlineData("\"a\",b\rc\nd", "1!|2:d")]
    [InlineData("\"a\rb\"\nd", "1:\"a\rb\"|2:d")]
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

    private static async Task<string> ReadAsync(string text, IRecordBounds bounds)
    {
        using var records = Open(text, bounds);
        var read = new List<string>();
        while (await NextAsync(records) is { } record)
        {
            read.Add(record.Fault is null ? $"{record.Line}:{Encoding.UTF8.GetString(record.Bytes.Span)}" : $"{record.Line}!");
        }

        return string.Join('|', read);
    }

    private static void ReadAll(byte[] file)
    {
        using var body = new MemoryStream(file);
        using var records = new RecordReader(body, new LineBounds(), new FileHash(isSha256: false));
        while (NextAsync(records).AsTask().GetAwaiter().GetResult() is not null)
        {
        }
    }

    private static async ValueTask<FileRecord?> NextAsync(RecordReader records)
    {
        do
        {
            if (records.TryRead(out var record))
            {
                return record;
            }
        }
        while (await records.FillAsync());

        return null;
    }

    private static RecordReader Open(string text, IRecordBounds bounds) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), bounds, new FileHash(isSha256: false));
}
