using System.Text.Json;
using System.Text.Json.Serialization;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>Reads every text in a value: HubSpot's <c>context</c> has been seen with lists of them and with single ones.</summary>
internal sealed class TolerantStringsConverter : JsonConverter<IReadOnlyList<string>>
{
    /// <summary>The texts in a value, however deep they are; a number or a truth value is its JSON.</summary>
    public static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Texts(property.Value)),
        JsonValueKind.Null => [],
        _ => Text(element) is { } text ? [text] : [],
    };

    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return [.. Texts(value.RootElement)];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    /// <summary>Null when the text is not valid Unicode.</summary>
    private static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind is JsonValueKind.String ? element.GetString() : element.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
