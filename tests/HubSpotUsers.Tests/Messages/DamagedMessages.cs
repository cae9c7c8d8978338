using System.Text;
using System.Text.Json;

namespace HubSpotUsers.Tests.Messages;

/// <summary>Messages in every accepted shape, with up to three damages to their text and one to their bytes.</summary>
internal static class DamagedMessages
{
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

    /// <summary>Draws a message.</summary>
    public static byte[] Next(Random random)
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
