using System.Text;
using HubSpotUsers.Files;

namespace HubSpotUsers.Tests.Files;

public sealed class EncodingTests
{
    static EncodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData("utf-8", null, "Zoë Łukasz Иван 李")]
    [InlineData("utf-16", null, "Zoë Łukasz Иван 李")]
    [InlineData("utf-16BE", null, "Zoë Łukasz Иван 李")]
    [InlineData("utf-8", "utf-8", "Zoë")]
    [InlineData("windows-1252", "windows-1252", "François – Lefèvre")]
    [InlineData("windows-1252", "iso-8859-1", "François – Lefèvre")]
    [InlineData("windows-1250", "windows-1250", "Łukasz Żółć")]
    [InlineData("windows-1251", "windows-1251", "Иван Петров")]
    [InlineData("utf-16", "utf-8", "Zoë Łukasz")]
    [InlineData("utf-16BE", "windows-1252", "Zoë Łukasz")]
    [InlineData("windows-1252", null, "José Müller Grüße")]
    [InlineData("windows-1252", null, "Renée – “Ré” Müller")]
    public async Task A_name_arrives_as_it_was_written(string encoding, string? charset, string name)
    {
        Assert.Equal($"2 hs_email=a@people.example,hs_given_name={name}", ReadFile.Describe(Assert.Single(await ReadAsync(Bytes(encoding, name), charset))));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task A_byte_order_mark_may_stand_twice(string encoding)
    {
        byte[] file = [.. Encoding.GetEncoding(encoding).GetBytes("\uFEFF"), .. Encoding.GetEncoding(encoding).GetBytes("\uFEFFhs_email\na@people.example\n")];

        var rows = await ReadFile.RowsAsync(new MemoryStream(file), new UserFileOptions { Kind = UserFileKind.Csv });

        Assert.Equal("2 hs_email=a@people.example", ReadFile.Describe(Assert.Single(rows)));
    }

    [Theory]
    [InlineData("windows-1250", "Łukasz Żółć")]
    [InlineData("windows-1250", "Žižek")]
    [InlineData("windows-1251", "Иван Петров")]
    [InlineData("windows-1254", "Şule Yılmaz")]
    [InlineData("windows-1257", "Jānis Bērziņš")]
    [InlineData("macintosh", "Zoë Müller")]
    [InlineData("macintosh", "Zoë")]
    [InlineData("macintosh", "Núñez Óscar")]
    [InlineData("macintosh", "Öztürk")]
    [InlineData("ibm850", "Zoë Müller")]
    [InlineData("ibm850", "Möller")]
    [InlineData("windows-1252", "Zoë Sørensen")]
    [InlineData("windows-1252", "François Lefèvre")]
    public async Task What_cannot_be_determined_with_certainty_is_refused_by_line(string encoding, string name)
    {
        Assert.StartsWith(
            "Line 2 has text that is not UTF-8, from its byte ",
            Assert.Single(await ReadFile.RefusedAsync(Bytes(encoding, name), Csv())),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_where_the_undetermined_text_begins_and_what_it_may_be()
    {
        Assert.StartsWith(
            "Line 2 has text that is not UTF-8, from its byte 18 on, and its encoding cannot be determined with certainty; it may be windows-1251.",
            Assert.Single(await ReadFile.RefusedAsync(Bytes("windows-1251", "Иван Петров, Мария Сергеевна Иванова"), Csv())),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_letter_that_would_be_another_in_another_encoding_makes_its_line_faulty_however_late_it_comes()
    {
        var encoding = Encoding.GetEncoding(1252);
        var body = encoding.GetBytes($"hs_email,hs_given_name\na@people.example,José\n{string.Concat(Enumerable.Repeat("a@people.example,Ada\n", 5000))}b@people.example,Zoë Sørensen\nc@people.example,André\n");

        var rows = await ReadAsync(body, charset: null);

        Assert.Equal(["José", "André"], rows.Where(row => row.User is not null).Select(row => row.User!.Properties["hs_given_name"]).Where(name => name is not "Ada"));
        Assert.Equal(5003, Assert.Single(rows, row => row.Faults.Count > 0).Line);
    }

    [Fact]
    public async Task The_same_file_is_read_alike_however_it_arrives()
    {
        var body = Encoding.GetEncoding(1252).GetBytes($"hs_email,hs_given_name\n{string.Concat(Enumerable.Repeat("a@people.example,Ada\n", 300))}b@people.example,José\n{string.Concat(Enumerable.Repeat("a@people.example,Ada\n", 300))}c@people.example,Sørensen\n");

        var whole = await ReadFile.RowsAsync(new MemoryStream(body), Csv());
        await using var dripping = new DrippingStream(body);
        var dripped = await ReadFile.RowsAsync(dripping, Csv());

        Assert.Equal(whole.Select(ReadFile.Describe), dripped.Select(ReadFile.Describe));
    }

    [Fact]
    public async Task UTF_16_that_is_declared_needs_no_mark()
    {
        var body = Encoding.Unicode.GetBytes("hs_email,hs_given_name\na@people.example,Zoë\n");

        Assert.Equal("2 hs_email=a@people.example,hs_given_name=Zoë", ReadFile.Describe(Assert.Single(await ReadAsync(body, "utf-16le"))));
    }

    [Theory]
    [InlineData("windows-1252", "a@people.example,A\u0085b")]
    [InlineData("utf-8", "a@people.example,A\u0085b")]
    public async Task A_control_character_is_damage(string charset, string line)
    {
        var text = $"hs_email,hs_given_name\n{line}\n";
        var body = charset is "utf-8" ? Encoding.UTF8.GetBytes(text) : Encoding.Latin1.GetBytes(text.Replace('\u0085', '\u0081'));

        Assert.Contains("is damaged", Assert.Single(Assert.Single(await ReadAsync(body, charset)).Faults).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fallback_charset_is_used_where_none_can_be_determined()
    {
        var options = Csv() with { FallbackCharset = "windows-1252" };

        Assert.Equal("2 hs_email=a@people.example,hs_given_name=François – Lefèvre", ReadFile.Describe(Assert.Single(await ReadFile.RowsAsync(new MemoryStream(Bytes("windows-1252", "François – Lefèvre")), options))));
        Assert.Equal("2 hs_email=a@people.example,hs_given_name=Łukasz", ReadFile.Describe(Assert.Single(await ReadFile.RowsAsync(new MemoryStream(Bytes("utf-8", "Łukasz")), options))));
    }

    [Fact]
    public async Task A_damaged_line_of_a_file_in_UTF_8_costs_itself_only()
    {
        byte[] body = [.. Bytes("utf-8", "Zoë"), .. "b@people.example,Jos\xE9\n"u8[..20], 0xE9, (byte)'\n', .. "c@people.example,Łukasz\n"u8];

        var rows = await ReadAsync(body, charset: null);

        Assert.Equal([2, 4], rows.Where(row => row.User is not null).Select(row => row.Line));
        Assert.StartsWith("Byte 21 of the line is not valid UTF-8", rows[1].Faults[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_beyond_the_beginning_that_are_in_another_encoding_are_named_one_by_one()
    {
        var plain = string.Concat(Enumerable.Repeat("a@people.example,Ada\n", 5000));
        byte[] body = [.. "hs_email,hs_given_name\n"u8, .. Encoding.UTF8.GetBytes(plain), .. Encoding.GetEncoding(1251).GetBytes("b@people.example,Иван\n"), .. "c@people.example,Bo\n"u8];

        var rows = await ReadAsync(body, charset: null);

        Assert.Equal((5002, 5002), (rows.Count, Assert.Single(rows, row => row.Faults.Count > 0).Line));
    }

    [Theory]
    [InlineData("windows-1252", "utf-8")]
    [InlineData("utf-8", "utf-16")]
    public async Task A_charset_that_is_not_the_files_damages_no_name(string encoding, string charset)
    {
        var body = Bytes(encoding, "Zoë");
        try
        {
            Assert.All(await ReadAsync(body, charset), row => Assert.Null(row.User));
        }
        catch (InvalidFileException)
        {
            // Nothing of it was taken.
        }
    }

    [Theory]
    [InlineData("no-such-charset", "The charset is not known.")]
    [InlineData("utf-32", "The file is in UTF-32.")]
    [InlineData("utf-32BE", "The file is in UTF-32.")]
    public async Task What_is_not_taken_says_so(string charset, string detail)
    {
        var isMarked = charset.StartsWith("utf-32", StringComparison.Ordinal);
        var body = Bytes(isMarked ? charset : "utf-8", "Ada");

        Assert.StartsWith(detail, Assert.Single(await ReadFile.RefusedAsync(body, Csv() with { Charset = isMarked ? null : charset })), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UTF_16_without_a_mark_is_named()
    {
        var body = Encoding.Unicode.GetBytes("hs_email\na@people.example\n");

        Assert.StartsWith("The file looks like UTF-16 without a byte order mark.", Assert.Single(await ReadFile.RefusedAsync(body, Csv())), StringComparison.Ordinal);
    }

    private static UserFileOptions Csv() => new() { Kind = UserFileKind.Csv };

    private static Task<IReadOnlyList<FileRow>> ReadAsync(byte[] body, string? charset) => ReadFile.RowsAsync(new MemoryStream(body), Csv() with { Charset = charset });

    private static byte[] Bytes(string encoding, string name)
    {
        var target = Encoding.GetEncoding(encoding);
        var mark = target.CodePage is 65001 ? [] : target.GetPreamble();
        return [.. mark, .. target.GetBytes($"hs_email,hs_given_name\na@people.example,{name}\n")];
    }

    private sealed class DrippingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
