using System.Text.Json;
using System.Text.Json.Serialization;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>Reads a truth value, or the text of one; null for anything else.</summary>
internal sealed class TolerantTruthConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.String:
                return bool.TryParse(TolerantStringConverter.Read(ref reader), out var value) ? value : null;
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } truth)
        {
            writer.WriteBooleanValue(truth);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
