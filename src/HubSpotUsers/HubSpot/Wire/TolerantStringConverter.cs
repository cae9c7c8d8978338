using System.Text.Json;
using System.Text.Json.Serialization;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>Reads any JSON value as text, since one field of an unexpected kind must not cost the response of a whole batch.</summary>
internal sealed class TolerantStringConverter : JsonConverter<string>
{
    /// <summary>Reads the value or the name at the reader; null when it is text that is not valid Unicode.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        try
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                return reader.GetString();
            }

            using var value = JsonDocument.ParseValue(ref reader);
            return value.RootElement.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString()!;

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value);
}
