using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Tests.Messages;

/// <summary>Messages in every accepted shape, damaged: they are read or refused, and what is read has every input.</summary>
public sealed class MessageFuzzTests
{
    private const int Messages = 4000;

    private const string User = """{"properties":{"hs_email":"ada@example.com","n":1},"associations":[{"to":{"id":"1"},"types":[{"associationCategory":"WORK","associationTypeId":"2"}]}],"objectWriteTraceId":"t"}""";

    private static readonly string[] Seeds =
    [
        User,
        $"[{User},{User},7]",
        $$"""{"Id":"hr-1","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01","inputs":[{{User}},{{User}}]}""",
        $$$"""{"deferral":{"sourceId":"m","firstSeen":"2026-11-23T09:59:00Z","attempt":2},"inputs":[{"index":3,"properties":{"a":"1"}},{"index":0,"properties":{}}]}""",
        $$$"""{"specversion":"1.0","id":"7","source":"/hr","type":"t","data":{"inputs":[{{{User}}}]}}""",
        $$"""[{"specversion":"1.0","id":"7","source":"/hr","type":"t","data":{{User}}},{"specversion":"1.0","id":"8","source":"/hr","type":"t","data":[{{User}}]}]""",
        $$"""{"id":"7","topic":"/hr","eventType":"t","data":"{{Base64(User)}}"}""",
        $$"""{"$content-type":"application/json","$content":"{{Base64(User)}}"}""",
        Quoted(User),
        Base64(Base64($"[{User}]")),
    ];

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "7", "1e9", "-", "\\", "\\ud800", "\\u0000", " ", "\0", "\uFEFF", "ü", "🦄", "=", "==",
        "\"inputs\":", "\"Inputs\":", "\"id\":", "\"data\":", "\"data_base64\":", "\"specversion\":\"1.0\"", "\"eventType\":", "\"$content\":", "\"properties\":{}", "\"index\":0", "{}", "[]", "e30=",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_damaged_message_is_refused_or_read_with_every_input(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Messages; round++)
        {
            var body = Damaged(random);

            var fault = Record.Exception(() => Check(body));

            Assert.True(fault is null, $"Seed {seed}, message {round}, {Convert.ToBase64String(body)}: {fault}");
        }
    }

    private static void Check(byte[] body)
    {
        foreach (var parse in new Func<ReadOnlyMemory<byte>, ParsedMessage>[] { MessageParser.ParseMessage, MessageParser.ParseRequest })
        {
            try
            {
                CheckRead(parse(body), body);
            }
            catch (InvalidMessageException exception)
            {
                Assert.NotEmpty(exception.Fault.Detail);
            }
        }
    }

    private static void CheckRead(ParsedMessage parsed, byte[] body)
    {
        Assert.All(parsed.Inputs, input => Assert.True(input.User is null != input.Faults.Count is 0));
        Assert.All(parsed.Inputs, input => Assert.True(input.User is null || input.User.Properties.Values.Any(value => value.Length > 0)));
        Assert.True(parsed.Id is null || SourceId.IsValid(parsed.Id));
        if (parsed.Events.Count > 0)
        {
            Assert.Empty(parsed.Inputs);
            Assert.All(parsed.Events, item => Assert.True(IsOneOrRefused(item)));
            return;
        }

        Assert.NotEmpty(parsed.Inputs);
        if (parsed.Envelope is null)
        {
            Assert.Equal(Enumerable.Range(0, parsed.Inputs.Count), parsed.Inputs.Select(input => input.Index));
        }

        if (Expected(body) is { } expected)
        {
            Assert.Equal(expected, parsed.Inputs.Count);
        }
    }

    /// <summary>An event that leaves a message of several has an identity when it comes back, and is never several again.</summary>
    private static bool IsOneOrRefused(ReadOnlyMemory<byte> item)
    {
        try
        {
            return MessageParser.ParseMessage(item) is { Id: not null, Events: [] } or { Envelope: not null };
        }
        catch (InvalidMessageException)
        {
            return true;
        }
    }

    /// <summary>How many inputs a plain message has, counted by other means; null for what is wrapped.</summary>
    private static int? Expected(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body, new JsonNodeOptions { PropertyNameCaseInsensitive = true }) switch
            {
                JsonArray array when array[0] is not JsonObject first || !IsWrapped(first) => array.Count,
                JsonObject item when item["inputs"] is JsonArray inputs => inputs.Count,
                JsonObject item when item.ContainsKey("properties") => 1,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsWrapped(JsonObject item) => item.ContainsKey("specversion") || item.ContainsKey("eventType");

    private static byte[] Damaged(Random random)
    {
        var text = Seeds[random.Next(Seeds.Length)];
        for (var damages = random.Next(4); damages > 0; damages--)
        {
            var at = random.Next(text.Length + 1);
            var length = random.Next(Math.Min(12, text.Length - at + 1));
            text = random.Next(3) switch
            {
                0 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                1 => text.Remove(at, length),
                _ => text.Remove(at, length).Insert(at, Pieces[random.Next(Pieces.Length)]),
            };
        }

        byte[] bytes = random.Next(8) switch
        {
            0 => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
            1 => Encoding.BigEndianUnicode.GetBytes(text),
            2 => Encoding.ASCII.GetBytes(Base64(text)),
            3 => Encoding.UTF8.GetBytes(Quoted(text)),
            _ => Encoding.UTF8.GetBytes(text),
        };
        if (bytes.Length > 0 && random.Next(4) is 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
