using System.Text.Json;
using System.Text.Json.Serialization;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>Reads an id that is text or a number, or the only one of a list; anything else is no id.</summary>
internal sealed class TolerantIdConverter : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.Number:
                return TolerantStringConverter.Read(ref reader);
            case JsonTokenType.StartArray:
                using (var list = JsonDocument.ParseValue(ref reader))
                {
                    return TolerantStringsConverter.Texts(list.RootElement).ToList() is [var id] ? id : null;
                }

            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
