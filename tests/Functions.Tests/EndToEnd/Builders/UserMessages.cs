using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Functions.Tests.EndToEnd.Builders;

/// <summary>Writes messages and requests in the accepted shapes.</summary>
public static class UserMessages
{
    // A producer writes names as they are, and a message has room for more of them that way.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonNode node) => node.ToJsonString(Readable);

    public static string Of(TestUser user) => Text(user.ToInput());

    /// <summary>HubSpot's own body.</summary>
    public static string Of(params IEnumerable<JsonObject> inputs) => Text(new JsonObject { ["inputs"] = new JsonArray([.. inputs]) });

    public static string ArrayOf(params IEnumerable<JsonObject> inputs) => Text(new JsonArray([.. inputs]));

    /// <summary>A message with its producer's own key.</summary>
    public static string WithId(string id, params IEnumerable<JsonObject> inputs) =>
        Text(new JsonObject { ["id"] = id, ["inputs"] = new JsonArray([.. inputs]) });

    /// <summary>A message of the poison queue, as the app writes it.</summary>
    public static string Poisoned(string sourceId, string reason, params IEnumerable<JsonObject> inputs)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Text(new JsonObject
        {
            ["poison"] = new JsonObject { ["sourceId"] = sourceId, ["reason"] = reason, ["detail"] = "The test poisoned it", ["attempt"] = 1, ["firstSeen"] = now, ["failedAt"] = now },
            ["inputs"] = new JsonArray([.. inputs.Select(Indexed)]),
        });

        static JsonNode Indexed(JsonObject input, int index)
        {
            var indexed = input.DeepClone();
            indexed["index"] = index;
            return indexed;
        }
    }

    public static string Base64(string text, bool byteOrderMark = false) =>
        Convert.ToBase64String([.. byteOrderMark ? Encoding.UTF8.Preamble : default, .. Encoding.UTF8.GetBytes(text)]);
}
