using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>Reads a whole number, or the text of one; null for anything else, a number beyond 32 bits included.</summary>
internal sealed class TolerantNumberConverter : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetInt32(out var number) ? number : null;
            case JsonTokenType.String:
                return int.TryParse(TolerantStringConverter.Read(ref reader), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
