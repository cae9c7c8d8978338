using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Api.OpenApi;

/// <summary>A body.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="SchemaType">The type whose JSON it is; null for a text.</param>
/// <param name="Example">An example.</param>
internal sealed record ApiContent(string MediaType, Type? SchemaType, JsonNode Example)
{
    /// <summary>A body in JSON, with an example that is one for sure.</summary>
    public static ApiContent Json<T>(T example, JsonTypeInfo<T> type, string mediaType = Responses.ApiResult.JsonType) =>
        new(mediaType, typeof(T), JsonSerializer.SerializeToNode(example, type)!);

    /// <summary>A body that is a text.</summary>
    public static ApiContent Text(string mediaType, string example) => new(mediaType, SchemaType: null, JsonValue.Create(example));
}
