using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>The headers of responses.</summary>
internal static class ApiHeaders
{
    public const string ETag = "ETag";
    public const string Location = "Location";
    public const string PreferenceApplied = "Preference-Applied";
    public const string RetryAfter = "Retry-After";

    /// <summary>Describes a header.</summary>
    public static IOpenApiHeader Describe(string name) => name switch
    {
        ETag => Text("The tag of this response, for If-None-Match.", "\"5d41402abc4b2a76b9719d911017c592\""),
        Location => Text("Where the progress of the request can be read.", $"/api/requests/{ApiExamples.RequestId}"),
        PreferenceApplied => Text("The preference that was followed (RFC 7240).", "respond-async"),
        RetryAfter => new OpenApiHeader
        {
            Description = "How many seconds to wait before the next attempt.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1" },
            Example = 10,
        },
        "Content-Disposition" => Text("The name to save the file under.", "attachment; filename=\"users.csv\""),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "The header is not described."),
    };

    private static OpenApiHeader Text(string description, string example) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = example };
}
