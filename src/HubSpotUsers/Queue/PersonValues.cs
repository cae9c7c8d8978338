using System.Text.Json;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Queue;

/// <summary>Finds whose a faulty input is, whatever is wrong with it.</summary>
internal static class PersonValues
{
    /// <summary>The values that an input has of a property, in the form in which they are compared. It may be faulty because a name stands in it in another case, or because the value is a list.</summary>
    public static IEnumerable<string> Of(JsonElement input, string property) =>
        Members(input, "properties").SelectMany(properties => Members(properties, property)).SelectMany(TextOf);

    private static IEnumerable<JsonElement> Members(JsonElement element, string name) => element.ValueKind is JsonValueKind.Object
        ? element.EnumerateObject().Where(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)).Select(member => member.Value)
        : [];

    private static IEnumerable<string> TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TextOf),
        JsonValueKind.String => JsonText.TryGet(value, out var text) ? Known(text) : [],
        _ => Known(value.GetRawText()),
    };

    private static IEnumerable<string> Known(string text) => UniqueValue.Normalize(text) is { } known ? [known] : [];
}
