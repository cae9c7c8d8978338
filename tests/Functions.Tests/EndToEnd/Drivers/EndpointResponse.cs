using System.Text.Json.Nodes;

namespace Functions.Tests.EndToEnd.Drivers;

/// <summary>A response of the app's HTTP function.</summary>
public sealed record EndpointResponse(int Status, string? MediaType, string Text)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string RequestId => (string)Json["requestId"]!;

    public string Outcome => (string)Json["outcome"]!;

    public IReadOnlyList<JsonObject> Batches => [.. Json["batches"]!.AsArray().OfType<JsonObject>()];

    /// <summary>One result for each user of the request.</summary>
    public IReadOnlyList<JsonObject> Results => [.. Json["results"]!.AsArray().OfType<JsonObject>()];

    /// <summary>The pointers of a problem's errors.</summary>
    public IReadOnlyList<string> Pointers => [.. Json["errors"]!.AsArray().Select(error => (string)error!["pointer"]!)];

    /// <summary>One field of every result.</summary>
    public IReadOnlyList<string?> Each(string field) => [.. Results.Select(result => (string?)result[field])];
}
