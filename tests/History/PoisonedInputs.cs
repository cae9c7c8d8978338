using System.Text.Json;

namespace History;

/// <summary>Reads the poison queue against what was sent.</summary>
public static class PoisonedInputs
{
    private const string ByHost = "Host";

    /// <summary>The inputs in one poison message that were sent in this run.</summary>
    /// <param name="body">The poison message.</param>
    /// <param name="sent">What was sent, by source id.</param>
    public static IEnumerable<PoisonedInput> Read(string body, ILookup<string, SentMessage> sent)
    {
        if (TryParse(body) is not { ValueKind: JsonValueKind.Object } root || !(root.TryGetProperty("poison", out var header) || root.TryGetProperty("deferral", out header)))
        {
            return sent.SelectMany(group => group)
                .Where(message => message.Body == body)
                .SelectMany(message => MessageInputs.Of(body).Select((_, index) => new PoisonedInput($"{message.SourceId}-{index}", ByHost, KeepsOriginal: true)));
        }

        // A deferral comes here by the hand of the host, when it failed too often.
        var reason = root.TryGetProperty("deferral", out _) ? ByHost : header.GetProperty("reason").GetString()!;
        var sourceId = header.GetProperty("sourceId").GetString()!;
        if (sent[sourceId].FirstOrDefault() is not { } message)
        {
            return [];
        }

        if (root.TryGetProperty("original", out var original))
        {
            var isSame = original.GetBytesFromBase64().AsSpan().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(message.Body));
            return [new PoisonedInput($"{sourceId}-0", reason, isSame)];
        }

        return root.GetProperty("inputs").EnumerateArray().Select(input => Read(input, sourceId, reason, sent[sourceId]));
    }

    private static PoisonedInput Read(JsonElement input, string sourceId, string reason, IEnumerable<SentMessage> sent)
    {
        var index = input.GetProperty("index").GetInt32();
        var keepsOriginal = sent.Select(message => MessageInputs.Of(message.Body)).Any(inputs => index < inputs.Count && MessageInputs.IsSame(inputs[index], input));
        return new PoisonedInput($"{sourceId}-{index}", reason, keepsOriginal);
    }

    private static JsonElement? TryParse(string body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
