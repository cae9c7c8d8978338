using System.Text;
using System.Text.Json;

namespace History;

/// <summary>Takes messages apart as the function app does, but by itself: a checker must not share the code it checks.</summary>
public static class MessageInputs
{
    /// <summary>The inputs of a message; a message that cannot be read is one input without a value.</summary>
    public static IReadOnlyList<JsonElement?> Of(string body)
    {
        if (TryParse(body) is not { } root)
        {
            return [null];
        }

        return root switch
        {
            { ValueKind: JsonValueKind.Array } => Elements(root),
            { ValueKind: JsonValueKind.Object } when root.TryGetProperty("inputs", out var inputs) && inputs.ValueKind is JsonValueKind.Array => Elements(inputs),
            { ValueKind: JsonValueKind.Object } => [root],
            _ => [null],
        };
    }

    /// <summary>The value of a property of an input; null when it has none.</summary>
    public static string? ValueOf(JsonElement? input, string property) =>
        input is { ValueKind: JsonValueKind.Object } user
            && user.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object
            && properties.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>Whether an input in an envelope is the one that was sent.</summary>
    public static bool IsSame(JsonElement? sent, JsonElement enveloped)
    {
        if (sent is not { ValueKind: JsonValueKind.Object } original)
        {
            return sent is not { } other || (enveloped.TryGetProperty("original", out var kept) && JsonElement.DeepEquals(kept, other));
        }

        return original.EnumerateObject()
            .Where(field => field.Name is not ("id" or "traceparent"))
            .All(field => enveloped.TryGetProperty(field.Name, out var kept) && JsonElement.DeepEquals(kept, field.Value));
    }

    private static IReadOnlyList<JsonElement?> Elements(JsonElement array) =>
        array.GetArrayLength() is 0 ? [null] : [.. array.EnumerateArray().Select(element => (JsonElement?)element)];

    private static JsonElement? TryParse(string body)
    {
        try
        {
            var text = body.TrimStart('\uFEFF').Trim();
            return JsonElement.Parse(text.StartsWith('{') || text.StartsWith('[') ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text)).TrimStart('\uFEFF'));
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }
}
