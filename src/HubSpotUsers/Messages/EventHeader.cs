using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>
/// Reads the events of other services: CloudEvents 1.0 in structured mode (github.com/cloudevents/spec, JSON Event Format) and the schema of
/// Event Grid (Azure: Event Grid event schema). Attributes that say nothing of the users are left alone.
/// </summary>
/// <param name="SourceId">The identity of its users, unless what it carries has one.</param>
/// <param name="TraceParent">Its extension <c>traceparent</c>; null when it has none that can be used.</param>
/// <param name="Data">What it carries.</param>
/// <param name="Pointer">Where that stands in the message.</param>
internal sealed record EventHeader(string SourceId, string? TraceParent, JsonElement Data, string Pointer)
{
    private const int HashBytes = 20;

    private const string SpecVersion = "specversion";
    private const string EventType = "eventType";
    private const string DataName = "data";
    private const string DataBase64 = "data_base64";

    /// <summary>Whether an object is an event.</summary>
    public static bool IsEvent(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object
        && (Members.Has(element, SpecVersion) || Members.Has(element, EventType));

    /// <summary>Reads an event.</summary>
    /// <exception cref="InvalidMessageException">It lacks what an event must have.</exception>
    public static EventHeader Read(JsonElement element, string pointer)
    {
        var isCloudEvent = Members.TryGet(element, SpecVersion, pointer, out var version);
        if (isCloudEvent && !JsonText.Is(version, "1.0"))
        {
            throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, SpecVersion), "specversion must be \"1.0\": only CloudEvents 1.0 are taken.");
        }

        if (!Members.TryGet(element, "id", pointer, out var idElement) || !JsonText.TryGetId(idElement, out var id))
        {
            throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, "id"), "An event must have an id, as text: with its source it keeps its users from being created twice.");
        }

        var source = isCloudEvent ? ReadSource(element, "source", pointer, isRequired: true) : ReadSource(element, "topic", pointer, isRequired: false);
        var (data, name) = ReadData(element, pointer);
        return new EventHeader(IdOf(source, id), TraceParentText.Read(element, pointer), data, JsonPointer.Append(pointer, name));
    }

    /// <summary>
    /// The identity of an event. Its source and id are of any length and any characters, an identity is not (<see cref="HubSpotUsers.SourceId"/>).
    /// No source holds a line feed, so no two events have the same text.
    /// </summary>
    public static string IdOf(string source, string id) =>
        "event-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}\n{id}")).AsSpan(0, HashBytes));

    private static string ReadSource(JsonElement element, string name, string pointer, bool isRequired)
    {
        if (!Members.TryGet(element, name, pointer, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return isRequired ? throw Refuse() : string.Empty;
        }

        return value.ValueKind is JsonValueKind.String && JsonText.TryGet(value, out var source) && source.Length > 0 && !source.Any(char.IsControl)
            ? source
            : throw Refuse();

        InvalidMessageException Refuse() =>
            InvalidMessageException.WrongShape(JsonPointer.Append(pointer, name), $"The {name} of an event must be text without control characters.");
    }

    private static (JsonElement Data, string Name) ReadData(JsonElement element, string pointer)
    {
        var hasData = Members.TryGet(element, DataName, pointer, out var data) && data.ValueKind is not JsonValueKind.Null;
        var hasBase64 = Members.TryGet(element, DataBase64, pointer, out var base64) && base64.ValueKind is not JsonValueKind.Null;
        return (hasData, hasBase64) switch
        {
            (true, false) => (data, DataName),
            (false, true) => base64.ValueKind is JsonValueKind.String
                ? (base64, DataBase64)
                : throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, DataBase64), "data_base64 must be a string."),
            (false, false) => throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, DataName), "The event carries no data; its users belong there."),
            _ => throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, DataBase64), "An event has either data or data_base64, not both."),
        };
    }
}
