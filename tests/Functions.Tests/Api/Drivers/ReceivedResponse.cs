using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Functions.Tests.Api.Drivers;

/// <summary>A response of the app.</summary>
public sealed record ReceivedResponse(int Status, string? MediaType, string Text, HttpResponseHeaders Headers)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string RequestId => (string)Json["requestId"]!;

    public string? Location => Headers.Location?.OriginalString;

    public JsonArray Each(string list) => Json[list]!.AsArray();

    /// <summary>One field of every item of a list.</summary>
    public IReadOnlyList<string?> Each(string list, string field) => [.. Each(list).Select(item => item![field]?.ToString())];
}
