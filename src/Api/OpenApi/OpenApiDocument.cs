using System.Text.Json.Nodes;

namespace Api.OpenApi;

/// <summary>
/// Describes the API by OpenAPI 3.1, from the types it serializes and the table of its operations. ASP.NET Core's own generator
/// describes endpoints that an app maps; on Azure the host maps the functions, so there are none.
/// </summary>
internal static class OpenApiDocument
{
    /// <summary>The version of the specification.</summary>
    public const string Version = "3.1.1";

    private const string KeyScheme = "functionKey";

    /// <summary>Writes the document.</summary>
    public static JsonObject Create()
    {
        var schemas = new ApiSchemas();
        var paths = new JsonObject();
        foreach (var operation in ApiOperations.All)
        {
            var path = paths[operation.Path]?.AsObject() ?? [];
            path[operation.Method] = Write(operation, schemas);
            paths[operation.Path] ??= path;
        }

        return new JsonObject
        {
            ["openapi"] = Version,
            ["info"] = new JsonObject
            {
                ["title"] = "HubSpot user batches",
                ["version"] = "1.0.0",
                ["description"] = "Creates users in HubSpot in batches, reliably and within HubSpot's limit, and tells what became of each.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/api" }),
            ["security"] = new JsonArray(new JsonObject { [KeyScheme] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.All,
                ["securitySchemes"] = new JsonObject { [KeyScheme] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" } },
            },
        };
    }

    private static JsonObject Write(ApiOperation operation, ApiSchemas schemas)
    {
        var written = new JsonObject { ["operationId"] = operation.Id, ["summary"] = operation.Summary };
        if (operation.IsOpen)
        {
            written["security"] = new JsonArray();
        }

        if (operation.Parameters.Count > 0)
        {
            written["parameters"] = new JsonArray([.. operation.Parameters.Select(Write)]);
        }

        if (operation.Bodies.Count > 0)
        {
            written["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Write(operation.Bodies, schemas) };
        }

        written["responses"] = new JsonObject(operation.Responses
            .GroupBy(response => response.Status)
            .Select(responses => KeyValuePair.Create(responses.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), (JsonNode?)Write([.. responses], schemas))));
        return written;
    }

    private static JsonObject Write(ApiParameter parameter) => new()
    {
        ["name"] = parameter.Name,
        ["in"] = parameter.Place,
        ["required"] = parameter.Place is "path",
        ["description"] = parameter.Description,
        ["schema"] = new JsonObject { ["type"] = "string" },
        ["example"] = parameter.Example,
    };

    private static JsonObject Write(IReadOnlyList<ApiContent> contents, ApiSchemas schemas) => new(contents.Select(content => KeyValuePair.Create(
        content.MediaType,
        (JsonNode?)new JsonObject { ["schema"] = schemas.Refer(content.SchemaType), ["example"] = content.Example.DeepClone() })));

    /// <summary>Writes the responses of one status, which differ by their media types.</summary>
    private static JsonObject Write(IReadOnlyList<ApiResponse> responses, ApiSchemas schemas)
    {
        var written = new JsonObject { ["description"] = string.Join(" Or: ", responses.Select(response => response.Description)) };
        List<string> headers = [.. responses.SelectMany(response => response.Headers).Distinct(StringComparer.Ordinal)];
        if (headers.Count > 0)
        {
            written["headers"] = new JsonObject(headers.Select(header => KeyValuePair.Create(header, (JsonNode?)new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } })));
        }

        List<ApiContent> contents = [.. responses.Select(response => response.Content).OfType<ApiContent>()];
        if (contents.Count > 0)
        {
            written["content"] = Write(contents, schemas);
        }

        return written;
    }
}
