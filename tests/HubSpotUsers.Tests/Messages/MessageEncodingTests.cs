using System.Text;
using System.Text.Json;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Tests.Messages;

/// <summary>One message in the encodings and wrappings that producers put around it.</summary>
public sealed class MessageEncodingTests
{
    private const string Json = """{"id":"hr-1","properties":{"hs_given_name":"Żółć 日本 🦄"}}""";

    private static readonly Dictionary<string, byte[]> Accepted = new(StringComparer.Ordinal)
    {
        ["UTF-8"] = Encoding.UTF8.GetBytes(Json),
        ["UTF-8 with its mark"] = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Json)],
        ["UTF-16 little-endian with its mark"] = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Json)],
        ["UTF-16 big-endian with its mark"] = [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes($" {Json}\n")],
        ["a JSON string"] = Quoted(Json),
        ["a JSON string in white space"] = [.. " \r\n"u8, .. Quoted(Json), .. "\n"u8],
        ["a JSON string that begins with a mark"] = Quoted($"\uFEFF{Json}"),
    };

    private static readonly Dictionary<string, byte[]> AcceptedOnTheQueue = new(StringComparer.Ordinal)
    {
        ["base64"] = Base64(Encoding.UTF8.GetBytes(Json)),
        ["base64 of base64"] = Base64(Base64(Encoding.UTF8.GetBytes(Json))),
        ["base64 of UTF-16 with its mark"] = Base64([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Json)]),
        ["base64 of a JSON string"] = Base64(Quoted(Json)),
        ["a JSON string of base64"] = Quoted(Encoding.ASCII.GetString(Base64(Encoding.UTF8.GetBytes(Json)))),
        ["base64 of a JSON string of base64"] = Base64(Quoted(Encoding.ASCII.GetString(Base64(Encoding.UTF8.GetBytes(Json))))),
    };

    public static TheoryData<string> OnEveryWay => [.. Accepted.Keys];

    public static TheoryData<string> OnTheQueue => [.. AcceptedOnTheQueue.Keys];

    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "nothing", [], "is empty" },
        { "a mark only", [0xEF, 0xBB, 0xBF], "is empty" },
        { "UTF-16 little-endian without its mark", Encoding.Unicode.GetBytes(Json), "looks like UTF-16 without a byte order mark" },
        { "UTF-16 big-endian without its mark", Encoding.BigEndianUnicode.GetBytes(Json), "looks like UTF-16 without a byte order mark" },
        { "base64 of UTF-16 without its mark", Base64(Encoding.Unicode.GetBytes(Json)), "looks like UTF-16 without a byte order mark" },
        { "a string in UTF-16 without its mark", Encoding.Unicode.GetBytes($"\"{Json}"), "looks like UTF-16 without a byte order mark" },
        { "half a character of UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Json), 0x41], "not valid UTF-16" },
        { "half a surrogate pair in UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\""), 0x00, 0xD8, 0x22, 0x00], "not valid UTF-16" },
        { "UTF-32 little-endian", [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Json)], "is UTF-32" },
        { "UTF-32 big-endian", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x7B], "is UTF-32" },
        { "Windows-1252", [.. "{\"properties\":{\"a\":\"M"u8, 0xFC, .. "ller\"}}"u8], "not valid UTF-8 at byte 22" },
        { "Windows-1252 in a string", [.. "\"{M"u8, 0xFC, .. "}\""u8], "not valid UTF-8 at byte 4" },
        { "gzip", [0x1F, 0x8B, 8, 0, 0], "compressed" },
        { "base64 three times", Base64(Base64(Base64(Encoding.UTF8.GetBytes(Json)))), "base64 of base64 of base64" },
        { "base64 of text", Base64("not JSON at all!"u8.ToArray()), "base64, but not of a JSON object or array" },
        { "a string twice", Quoted($"\"{JsonEncodedText.Encode(Json)}\""), "in a string in a string" },
        { "a string of text", Quoted("no JSON here"), "a JSON string, but not of" },
        { "a string that does not end", "\"{}"u8.ToArray(), "not a valid one" },
        { "a string and more", "\"{}\" {}"u8.ToArray(), "not a valid one" },
        { "null, which is base64 too", "null"u8.ToArray(), "a single JSON value" },
        { "a number, which is base64 too", "1234"u8.ToArray(), "a single JSON value" },
        { "XML", "<user/>"u8.ToArray(), "neither a JSON object or array nor base64" },
    };

    [Theory]
    [MemberData(nameof(OnEveryWay))]
    public void Is_read_from_the_queue_and_from_a_request(string form)
    {
        AssertIsJson(MessageParser.ParseMessage(Accepted[form]));
        AssertIsJson(MessageParser.ParseRequest(Accepted[form]));
    }

    [Theory]
    [MemberData(nameof(OnTheQueue))]
    public void Is_read_from_the_queue_only(string form)
    {
        AssertIsJson(MessageParser.ParseMessage(AcceptedOnTheQueue[form]));
        Assert.Throws<InvalidMessageException>(() => MessageParser.ParseRequest(AcceptedOnTheQueue[form]));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_refused_says_why(string form, byte[] body, string why)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(body));

        Assert.Equal((MessageFaultReason.NotJson, string.Empty), (exception.Reason, exception.Fault.Pointer));
        Assert.True(exception.Message.Contains(why, StringComparison.Ordinal), $"{form}: {exception.Message}");
    }

    [Fact]
    public void A_request_in_base64_gets_the_advice_to_send_the_JSON()
    {
        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseRequest(Base64(Encoding.UTF8.GetBytes(Json))));

        Assert.Contains("base64", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UTF_16_that_becomes_larger_than_a_message_is_refused()
    {
        var json = $$$"""{"properties":{"a":"{{{new string('本', 24_000)}}}"}}""";

        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(Base64([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(json)])));

        Assert.Equal(MessageFaultReason.TooLarge, exception.Reason);
    }

    private static void AssertIsJson(ParsedMessage parsed)
    {
        Assert.Equal("hr-1", parsed.Id);
        Assert.Equal("Żółć 日本 🦄", Assert.Single(parsed.Inputs).User!.Properties["hs_given_name"]);
    }

    private static byte[] Quoted(string text) => Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\"");

    private static byte[] Base64(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));
}
