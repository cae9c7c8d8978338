using Microsoft.OpenApi;

namespace Api.OpenApi;

/// <summary>The groups of operations, by the first segment of their paths.</summary>
internal static class ApiTags
{
    private const string Operations = "operations";

    private static readonly IReadOnlyList<OpenApiTag> Segments =
    [
        new() { Name = "users", Description = "Create users, and read what became of them." },
        new() { Name = "requests", Description = "Read how far requests are." },
        new() { Name = "batches", Description = "Read what became of the calls to HubSpot." },
    ];

    /// <summary>All groups.</summary>
    public static IReadOnlyList<OpenApiTag> All { get; } = [.. Segments, new() { Name = Operations, Description = "For whoever runs the app or calls it from code." }];

    /// <summary>The group of an operation.</summary>
    public static string Of(ApiOperation operation)
    {
        var segment = operation.Path.Split('/')[1];
        return Segments.FirstOrDefault(tag => tag.Name == segment)?.Name ?? Operations;
    }
}
