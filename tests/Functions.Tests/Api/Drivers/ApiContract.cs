using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace Functions.Tests.Api.Drivers;

/// <summary>The committed OpenAPI document, which every response in these tests must keep to.</summary>
public static partial class ApiContract
{
    private static readonly ConcurrentDictionary<string, Task<JsonSchema>> Schemas = new(StringComparer.Ordinal);

    /// <summary>The document as it is committed.</summary>
    public static string Text { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "openapi", "app.json"));

    /// <summary>The document, parsed for each caller: a node is not for several threads, not even to read.</summary>
    public static JsonObject Document => JsonNode.Parse(Text)!.AsObject();

    private static JsonObject Paths => Document["paths"]!.AsObject();

    /// <summary>Fails unless an operation may respond like this.</summary>
    public static async Task AssertAllowsAsync(HttpMethod method, string path, ReceivedResponse response)
    {
        var operation = Paths.Single(known => Matches(known.Key, path) && known.Value![method.Method.ToLowerInvariant()] is not null).Value![method.Method.ToLowerInvariant()]!;
        var described = operation["responses"]![response.Status.ToString()];
        Assert.True(described is not null, $"{method} {path} may not return {response.Status}: {response.Text}");
        if (described["content"] is { } content)
        {
            Assert.True(content[response.MediaType ?? string.Empty] is not null, $"{method} {path} may not return {response.Status} with {response.MediaType}.");
            var text = response.MediaType!.EndsWith("json", StringComparison.Ordinal) && !response.MediaType.EndsWith("ndjson", StringComparison.Ordinal) ? response.Text : JsonValue.Create(response.Text).ToJsonString();
            Assert.Empty(await FaultsAsync(content[response.MediaType]!["schema"]!, text));
            AssertSecured(response);
        }
    }

    /// <summary>What in a text does not fit a schema of the document.</summary>
    public static async Task<IReadOnlyList<string>> FaultsAsync(JsonNode schema, string json) =>
        [.. (await Schemas.GetOrAdd(schema.ToJsonString(), _ => ReadAsync(schema))).Validate(json).Select(fault => fault.ToString())];

    private static Task<JsonSchema> ReadAsync(JsonNode schema)
    {
        var schemas = Document["components"]!["schemas"]!;

        // The validator does not find a definition that is a reference at the root and is used by another definition, too.
        var self = (schema["$ref"] is { } reference ? schemas[((string)reference!).Split('/')[^1]]! : schema).DeepClone().AsObject();
        self["definitions"] = schemas.DeepClone();
        return JsonSchema.FromJsonAsync(self.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    private static bool Matches(string template, string path) =>
        Regex.IsMatch(path, $"^{Parameter().Replace(template.Replace(".", "\\.", StringComparison.Ordinal), "[^/]+")}$", RegexOptions.None, TimeSpan.FromSeconds(1))
        && (template.Contains('{', StringComparison.Ordinal) is false || !Paths.ContainsKey(path));

    private static void AssertSecured(ReceivedResponse response)
    {
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.NotNull(response.Headers.CacheControl);
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
