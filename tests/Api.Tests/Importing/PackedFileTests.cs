using System.Globalization;
using System.IO.Compression;
using System.Text;
using Testing.Drivers;

namespace Api.Tests.Importing;

/// <summary>Files that come compressed, whole or cut off, said to be or not.</summary>
public sealed class PackedFileTests
{
    private const string Csv = "hs_email,hs_given_name\na@people.example,Ada\n";

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson")]
    public async Task A_packed_file_that_is_not_said_to_be_is_refused_by_what_it_is(string type)
    {
        await using var app = await TestApp.StartAsync();

        var (context, response) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(Packed(Csv))) { Type = type });

        Assert.Equal((400, "The file is packed with gzip. Unpack it, or send it with Content-Encoding: gzip."), (context.Response.StatusCode, Imports.FaultsOf(response)));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("GZIP")]
    public async Task A_compressed_file_is_unpacked(string encoding)
    {
        await using var app = await TestApp.StartAsync();

        var (context, _) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(Packed(Csv))) { Encoding = encoding });

        Assert.Equal(202, context.Response.StatusCode);
        Assert.Single(Imports.SentBy(app));
    }

    [Fact]
    public async Task A_compressed_file_that_is_cut_off_is_not_taken_for_a_whole_one()
    {
        await using var app = await TestApp.StartAsync();
        var packed = Packed("hs_email\n" + string.Concat(Enumerable.Range(0, 5000).Select(number => string.Create(CultureInfo.InvariantCulture, $"user.{number}@people.example\n"))));

        foreach (var cut in new[] { 4, 8, 20, packed.Length / 2 })
        {
            var (context, response) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(packed[..^cut])) { Encoding = "gzip" });

            Assert.Equal((400, "The body could not be read"), (context.Response.StatusCode, response["title"]!.GetValue<string>()));
        }

        var (whole, _) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(packed)) { Encoding = "gzip" });
        Assert.Equal(202, whole.Response.StatusCode);
    }

    [Fact]
    public async Task A_file_that_unpacks_to_more_than_may_be_is_refused()
    {
        await using var app = await TestApp.StartAsync(("Http:MaxImportBytes", "1048576"));
        var packed = Packed(Csv + new string('\n', 2_000_000));

        var (context, response) = await Imports.RunAsync(app, new ImportedBody(new MemoryStream(packed)) { Encoding = "gzip" });

        Assert.Equal(413, context.Response.StatusCode);
        Assert.StartsWith("A file may have at most 1048576 bytes, unpacked.", response["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }
}
