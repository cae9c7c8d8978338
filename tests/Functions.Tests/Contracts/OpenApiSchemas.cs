using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NJsonSchema;

namespace Functions.Tests.Contracts;

/// <summary>The schemas of one of HubSpot's OpenAPI files in <c>Fixtures/openapi</c>.</summary>
public sealed class OpenApiSchemas
{
    private const string InFile = "#/components/schemas/";
    private const string InSchema = "#/definitions/";

    private readonly JsonObject _definitions;
    private readonly ConcurrentDictionary<string, Task<JsonSchema>> _schemas = new(StringComparer.Ordinal);

    private OpenApiSchemas(JsonObject definitions) => _definitions = definitions;

    /// <summary>The specification of <c>/crm/v3/objects/users</c>.</summary>
    public static OpenApiSchemas V3 { get; } = Load("users-v3.json");

    /// <summary>The specification of <c>/crm/objects/2026-03/users</c>.</summary>
    public static OpenApiSchemas Dated { get; } = Load("users-2026-03.json");

    /// <summary>What in the JSON does not fit the named component schema; empty when all does.</summary>
    public async Task<IReadOnlyList<string>> ValidateAsync(string schemaName, string json)
    {
        var schema = await _schemas.GetOrAdd(schemaName, name => JsonSchema.FromJsonAsync(SchemaOf(name)));
        return [.. schema.Validate(json).Select(error => error.ToString())];
    }

    private static OpenApiSchemas Load(string fileName)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "openapi", fileName);
        var text = File.ReadAllText(path).Replace(InFile, InSchema, StringComparison.Ordinal);
        var definitions = JsonNode.Parse(text)!["components"]!["schemas"]!.AsObject();

        // The specification says object; HubSpot is seen to send a string as well.
        definitions["StandardError"]!["properties"]!.AsObject()["subCategory"] = new JsonObject();
        return new OpenApiSchemas(definitions);
    }

    private string SchemaOf(string name)
    {
        var schema = _definitions[name]?.DeepClone().AsObject() ?? throw new ArgumentException($"There is no schema '{name}'.", nameof(name));
        schema["definitions"] = _definitions.DeepClone();
        return schema.ToJsonString();
    }
}
