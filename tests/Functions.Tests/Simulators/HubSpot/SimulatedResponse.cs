using System.Text.Json.Nodes;

namespace Functions.Tests.Simulators.HubSpot;

/// <summary>A response of the simulator, read to its end.</summary>
public sealed record SimulatedResponse(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public IReadOnlyList<JsonObject> Results => [.. Json["results"]!.AsArray().OfType<JsonObject>()];

    public IReadOnlyList<JsonObject> Errors => [.. (Json["errors"]?.AsArray() ?? []).OfType<JsonObject>()];

    public IReadOnlyList<string?> TraceIds => [.. Results.Select(result => (string?)result["objectWriteTraceId"])];

    public string Category => (string)Json["category"]!;

    public string Message => (string)Json["message"]!;

    public static async Task<SimulatedResponse> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
            return new SimulatedResponse((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
        }
    }
}
