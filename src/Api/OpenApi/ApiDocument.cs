using System.Globalization;
using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>
/// Describes the API by OpenAPI 3.1, from the types it serializes and the table of its operations. ASP.NET Core's own generator
/// describes endpoints that an app maps; on Azure the host maps the functions, so there are none.
/// </summary>
internal static class ApiDocument
{
    /// <summary>The version of the specification that the library writes for <see cref="OpenApiSpecVersion.OpenApi3_1"/>.</summary>
    public const string Version = "3.1.2";

    private const string KeyScheme = "functionKey";

    /// <summary>Builds the document.</summary>
    public static OpenApiDocument Create()
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "HubSpot user batches",
                Version = "1.0.0",
                Description = "Creates users in HubSpot in batches, reliably and within HubSpot's limit, and reports what became of each.",
                Contact = new OpenApiContact { Name = "Whoever runs the app" },
                License = new OpenApiLicense { Name = "Proprietary", Identifier = "LicenseRef-Proprietary" },
            },
            Servers = [new OpenApiServer { Url = "/api", Description = "The function app." }],
            Components = new OpenApiComponents(),
            Paths = [],
            Tags = new HashSet<OpenApiTag>(ApiTags.All),
        };
        document.AddComponent(KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "x-functions-key",
            Description = "A key of the function app: of the host, or of the function.",
        });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] }];
        var schemas = new ApiSchemas(document);
        foreach (var operation in ApiOperations.All)
        {
            if (!document.Paths.TryGetValue(operation.Path, out var path))
            {
                path = new OpenApiPathItem();
                document.Paths.Add(operation.Path, path);
            }

            ((OpenApiPathItem)path).AddOperation(HttpMethod.Parse(operation.Method), Build(operation, document, schemas));
        }

        return document;
    }

    private static OpenApiOperation Build(ApiOperation operation, OpenApiDocument document, ApiSchemas schemas) => new()
    {
        Tags = new HashSet<OpenApiTagReference> { new(ApiTags.Of(operation), document) },
        OperationId = operation.Id,
        Summary = operation.Summary,
        Description = operation.Description,
        Security = operation.IsOpen ? [] : null,
        Parameters = operation.Parameters.Count is 0 ? null : [.. operation.Parameters.Select(parameter => Build(parameter, schemas))],
        RequestBody = operation.Bodies.Count is 0 ? null : new OpenApiRequestBody { Required = true, Description = "The users to create.", Content = Build(operation.Bodies, schemas) },
        Responses = Build(operation.Responses, schemas),
    };

    private static OpenApiResponses Build(IReadOnlyList<ApiResponse> responses, ApiSchemas schemas)
    {
        var built = new OpenApiResponses();
        foreach (var group in responses.GroupBy(response => response.Status))
        {
            built.Add(group.Key.ToString(CultureInfo.InvariantCulture), Build([.. group], schemas));
        }

        return built;
    }

    /// <summary>Builds the responses of one status, which differ by their media types.</summary>
    private static OpenApiResponse Build(ApiResponse[] responses, ApiSchemas schemas)
    {
        List<string> headers = [.. responses.SelectMany(response => response.Headers).Distinct(StringComparer.Ordinal)];
        List<ApiContent> contents = [.. responses.Select(response => response.Content).OfType<ApiContent>()];
        return new OpenApiResponse
        {
            Description = string.Join(" Or: ", responses.Select(response => response.Description)),
            Headers = headers.Count is 0 ? null : headers.ToDictionary(header => header, ApiHeaders.Describe, StringComparer.Ordinal),
            Content = contents.Count is 0 ? null : Build(contents, schemas),
        };
    }

    private static OpenApiParameter Build(ApiParameter parameter, ApiSchemas schemas) => new()
    {
        Name = parameter.Name,
        In = Enum.Parse<ParameterLocation>(parameter.Place, ignoreCase: true),
        Required = parameter.Place is "path",
        Description = parameter.Description,
        Schema = schemas.Of(parameter),
        Example = parameter.Bounds is null ? parameter.Example : int.Parse(parameter.Example, CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, IOpenApiMediaType> Build(IReadOnlyList<ApiContent> contents, ApiSchemas schemas) => contents.ToDictionary(
        content => content.MediaType,
        content => (IOpenApiMediaType)new OpenApiMediaType { Schema = schemas.Refer(content.SchemaType), Example = content.Example.DeepClone() },
        StringComparer.Ordinal);
}
