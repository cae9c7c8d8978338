using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using HubSpotUsers;

namespace Api.OpenApi;

/// <summary>The JSON schemas of the types that go in and come out, as the serializer itself knows them.</summary>
internal sealed class ApiSchemas
{
    private const string Components = "#/components/schemas/";

    private readonly XmlDocs _docs = XmlDocs.Load(typeof(ApiSchemas).Assembly, typeof(UserInput).Assembly);
    private readonly SortedDictionary<string, JsonNode?> _schemas = new(StringComparer.Ordinal);

    /// <summary>The schemas referred to so far, by name.</summary>
    public JsonObject All => new(_schemas.Select(schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone())));

    /// <summary>Refers to the schema of a type.</summary>
    public JsonObject Refer(Type? type)
    {
        if (type is null)
        {
            return new JsonObject { ["type"] = "string" };
        }

        if (type == typeof(object))
        {
            return new JsonObject { ["type"] = "object" };
        }

        if (!_schemas.ContainsKey(type.Name))
        {
            // Held while it is made, for types that refer to each other.
            _schemas[type.Name] = null;
            var exporting = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
            _schemas[type.Name] = HttpJson.Default.GetTypeInfo(type)!.GetJsonSchemaAsNode(exporting);
        }

        return new JsonObject { ["$ref"] = Components + type.Name };
    }

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var result = context switch
        {
            { Path.Length: > 0, TypeInfo.Kind: JsonTypeInfoKind.Object } => Refer(context.TypeInfo.Type),
            _ => Simplify(schema.AsObject()),
        };
        if (context.Path.Length is 0)
        {
            result["required"] = new JsonArray([.. Required(context.TypeInfo)]);
        }

        var description = context.PropertyInfo is { } property ? _docs.Of(property) : context.Path.Length is 0 ? _docs.Of(context.TypeInfo.Type) : null;
        if (description is not null)
        {
            result["description"] = description;
        }

        return result;
    }

    /// <summary>A response leaves out what is null, so whatever is there is of its type. A user may leave out associations.</summary>
    private static IEnumerable<JsonNode> Required(JsonTypeInfo type) => type.Properties
        .Where(property => property is { Get: not null, IsGetNullable: false } && !(property.DeclaringType == typeof(UserInput) && property.Name is "associations"))
        .Select(property => (JsonNode)JsonValue.Create(property.Name));

    /// <summary>Numbers are written as numbers and nothing as null, though more could be read.</summary>
    private static JsonObject Simplify(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
        {
            var real = types.Select(type => (string)type!).Where(type => type is not "null").ToList();
            schema["type"] = real.Find(type => type is "integer" or "number") ?? real[0];
            schema.Remove("pattern");
        }

        if (schema["enum"] is JsonArray names)
        {
            schema["type"] = "string";
            schema["enum"] = new JsonArray([.. names.OfType<JsonNode>().Select(name => name.DeepClone())]);
        }

        return schema;
    }
}
