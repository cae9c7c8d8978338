using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace HubSpotUsers.HubSpot.Wire;

/// <summary>
/// Reads a list of objects, or a single object as a list of one, and skips what is neither; null for a value of another kind.
/// </summary>
/// <typeparam name="T">The kind of the objects, whose members tolerate other kinds themselves.</typeparam>
/// <param name="ofText">Makes an object of a mere text; null when a text says nothing.</param>
internal sealed class TolerantListConverter<T>(Func<string, T>? ofText = null) : JsonConverter<IReadOnlyList<T?>>
    where T : class
{
    public override IReadOnlyList<T?>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var items = Items(options);
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return Item(ref reader, items, options) is { } item ? [item] : null;
        }

        var list = new List<T?>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            var isNull = reader.TokenType is JsonTokenType.Null;
            if (Item(ref reader, items, options) is { } item)
            {
                list.Add(item);
            }
            else if (isNull)
            {
                list.Add(null);
            }
        }

        return list;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T?> value, JsonSerializerOptions options)
    {
        var items = Items(options);
        writer.WriteStartArray();
        foreach (var item in value)
        {
            if (item is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                items.Write(writer, item, options);
            }
        }

        writer.WriteEndArray();
    }

    private static JsonConverter<T> Items(JsonSerializerOptions options) => (JsonConverter<T>)((JsonTypeInfo<T>)options.GetTypeInfo(typeof(T))).Converter;

    private T? Item(ref Utf8JsonReader reader, JsonConverter<T> items, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return items.Read(ref reader, typeof(T), options);
            case JsonTokenType.String when ofText is not null:
                return TolerantStringConverter.Read(ref reader) is { } text ? ofText(text) : null;
            default:
                reader.Skip();
                return null;
        }
    }
}
