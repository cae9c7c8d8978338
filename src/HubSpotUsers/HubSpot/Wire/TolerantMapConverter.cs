using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>Reads an object as values by name; null for a value of another kind.</summary>
/// <typeparam name="T">The kind of the values, read by its own tolerant converter.</typeparam>
internal sealed class TolerantMapConverter<T> : JsonConverter<IReadOnlyDictionary<string, T>>
    where T : class
{
    public override IReadOnlyDictionary<string, T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        var values = Values(options);
        var map = new Dictionary<string, T>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var name = TolerantStringConverter.Read(ref reader);
            reader.Read();
            var value = reader.TokenType is JsonTokenType.Null ? null : values.Read(ref reader, typeof(T), options);
            if (name is not null)
            {
                map[name] = value!;
            }
        }

        return map;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value, JsonSerializerOptions options)
    {
        var values = Values(options);
        writer.WriteStartObject();
        foreach (var (name, item) in value)
        {
            writer.WritePropertyName(name);
            if (item is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                values.Write(writer, item, options);
            }
        }

        writer.WriteEndObject();
    }

    private static JsonConverter<T> Values(JsonSerializerOptions options) => (JsonConverter<T>)((JsonTypeInfo<T>)options.GetTypeInfo(typeof(T))).Converter;
}
