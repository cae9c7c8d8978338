using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using HubSpotUsers;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Api.OpenApi;

/// <summary>The JSON schemas of the types that go in and come out, as the serializer itself knows them.</summary>
/// <param name="document">The document, whose components they become.</param>
internal sealed class ApiSchemas(OpenApiDocument document)
{
    private const string Components = "#/components/schemas/";

    private readonly XmlDocs _docs = XmlDocs.Load(typeof(ApiSchemas).Assembly, typeof(UserInput).Assembly);

    /// <summary>Refers to the schema of a type.</summary>
    public IOpenApiSchema Refer(Type? type)
    {
        if (type is null)
        {
            return new OpenApiSchema { Type = JsonSchemaType.String };
        }

        if (type == typeof(object))
        {
            return new OpenApiSchema { Type = JsonSchemaType.Object };
        }

        Add(type);
        return new OpenApiSchemaReference(type.Name, document);
    }

    /// <summary>Describes what a parameter may be.</summary>
    public IOpenApiSchema Of(ApiParameter parameter) => parameter switch
    {
        { Values: { } values } => Refer(values),
        { Bounds: var (least, most) } => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = least.ToString(CultureInfo.InvariantCulture),
            Maximum = most.ToString(CultureInfo.InvariantCulture),
        },
        _ => new OpenApiSchema { Type = JsonSchemaType.String, Pattern = parameter.Pattern },
    };

    private void Add(Type type)
    {
        if (document.Components?.Schemas?.ContainsKey(type.Name) is true)
        {
            return;
        }

        // Held while it is made, for types that refer to each other.
        document.AddComponent<IOpenApiSchema>(type.Name, new OpenApiSchema());
        var exporting = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };
        var schema = HttpJson.Default.GetTypeInfo(type)!.GetJsonSchemaAsNode(exporting);
        document.Components!.Schemas![type.Name] = new OpenApiJsonReader().ReadFragment<OpenApiSchema>(schema, OpenApiSpecVersion.OpenApi3_1, document, out _)!;
    }

    private JsonObject Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        JsonObject result;
        if (context.Path.Length > 0 && (context.TypeInfo.Kind is JsonTypeInfoKind.Object || type.IsEnum))
        {
            Add(type);
            result = new JsonObject { ["$ref"] = Components + type.Name };
        }
        else
        {
            result = Simplify(schema.AsObject(), type);
        }

        if (context is { Path.Length: 0, TypeInfo.Kind: JsonTypeInfoKind.Object })
        {
            result["required"] = new JsonArray([.. Required(context.TypeInfo)]);
        }

        var description = context.PropertyInfo is { } property ? _docs.Of(property) : context.Path.Length is 0 ? _docs.Of(type) : null;
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

    /// <summary>Numbers are written as numbers and nothing as null, though more could be read. Defaults of parameters are the code's own.</summary>
    private static JsonObject Simplify(JsonObject schema, Type type)
    {
        schema.Remove("default");
        if (schema["type"] is JsonArray types)
        {
            var real = types.Select(name => (string)name!).Where(name => name is not "null").ToList();
            schema["type"] = real.Find(name => name is "integer" or "number") ?? real[0];
            schema.Remove("pattern");
        }

        if ((string?)schema["type"] is "integer")
        {
            schema["format"] = type == typeof(long) ? "int64" : "int32";
        }

        if (schema["enum"] is JsonArray names)
        {
            schema["type"] = "string";
            schema["enum"] = new JsonArray([.. names.OfType<JsonNode>().Select(name => name.DeepClone())]);
        }

        return schema;
    }
}
