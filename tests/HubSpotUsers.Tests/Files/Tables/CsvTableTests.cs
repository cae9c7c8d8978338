using System.Text;
using HubSpotUsers.Files;
using HubSpotUsers.Files.Tables;
using Sylvan.Data.Csv;

namespace HubSpotUsers.Tests.Files.Tables;

/// <summary>The fields of a record, compared with what another reader of CSV makes of it. Any seed that fails is replayed by its number.</summary>
public sealed class CsvTableTests
{
    private const int Tables = 3_000;

    /// <summary>No row ends with it, so that no row is blank.</summary>
    private const string Last = "end";

    private static readonly string[] Pieces = ["a", "Zoë", "Łódź", "日本", "👩‍💻", " ", ",", ";", "\t", "|", "\"", "\n", "\r\n", "0123456789abcdefghijklmnopqrstuvwxyz"];

    [Fact]
    public async Task Fields_are_what_another_reader_finds()
    {
        for (var seed = 0; seed < Tables; seed++)
        {
            var random = new Random(seed);
            var separator = ",;\t|"[random.Next(4)];
            var text = Write(random, separator);

            Assert.Equal((seed, await ByLibraryAsync(text, separator)), (seed, await ReadAsync(text, separator)));
        }
    }

    [Theory]
    [InlineData("a,b\n\"one\",\"one\"\n\"one\",\"o\"\"e\"\none,two\n", "one|one;one|o\"e;one|two")]
    [InlineData("a,b\n,x\nx,\n\"\",x\n", "|x;x|;|x")]
    [InlineData("a,b\nx,é\né,x\nx,é\n", "x|é;é|x;x|é")]
    [InlineData("a,b\nx,y\nx\nx,y,z\n", "x|y;x;x|y|z")]
    public async Task A_field_is_its_own_whatever_stood_in_the_line_before(string text, string expected)
    {
        Assert.Equal(expected, string.Join(';', (await ReadAsync(text, ',')).Split('\u001E').Skip(1)).Replace('\u001F', '|'));
    }

    private static string Write(Random random, char separator)
    {
        var text = new StringBuilder();
        for (var row = random.Next(1, 12); row > 0; row--)
        {
            for (var field = random.Next(0, 5); field > 0; field--)
            {
                var cell = string.Concat(Enumerable.Range(0, random.Next(0, 5)).Select(_ => Pieces[random.Next(Pieces.Length)]));
                text.Append(cell.AsSpan().ContainsAny([separator, '"', '\r', '\n']) || random.Next(4) is 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell).Append(separator);
            }

            text.Append(Last).Append(random.Next(2) is 0 ? "\n" : "\r\n");
        }

        return text.ToString();
    }

    private static async Task<string> ByLibraryAsync(string text, char separator)
    {
        await using var reader = await CsvDataReader.CreateAsync(new StringReader(text), new CsvDataReaderOptions { HasHeaders = false, Delimiter = separator, Comment = '\uFFFF' });
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('\u001F', Enumerable.Range(0, reader.RowFieldCount).Select(reader.GetString)));
        }

        return string.Join('\u001E', rows);
    }

    private static async Task<string> ReadAsync(string text, char separator)
    {
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var table = new CsvTable(body, separator, new FileHash(isSha256: false));
        var rows = new List<string>();
        while (await table.NextAsync() is { } row)
        {
            rows.Add(row.Fault ?? string.Join('\u001F', row.Cells));
        }

        return string.Join('\u001E', rows);
    }
}
