using System.Runtime.InteropServices;
using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>Reads one input by HubSpot's schema <c>SimplePublicObjectBatchInputForCreate</c>, collecting every fault rather than the first.</summary>
internal sealed class InputReader
{
    private const int MaxTraceIdLength = 256;

    private static readonly string[] Names = ["properties", "associations", "objectWriteTraceId", "id", "traceparent", "index", "detail"];

    private readonly List<InputFault> _faults = [];
    private readonly FaultLimit _limit;

    private InputReader(FaultLimit limit) => _limit = limit;

    /// <summary>Reads <paramref name="element"/> as an input.</summary>
    /// <param name="element">The input's JSON.</param>
    /// <param name="index">Its position in the message.</param>
    /// <param name="pointer">Where it stands in the message.</param>
    /// <param name="place">Where an input stands decides which fields may stand in it besides its own.</param>
    /// <param name="limit">Bounds the faults of the message.</param>
    public static ParsedInput Read(JsonElement element, int index, string pointer, InputPlace place, FaultLimit limit)
    {
        var reader = new InputReader(limit);
        var user = reader.ReadUser(element, pointer, place);
        return new ParsedInput(index, reader._faults.Count is 0 ? user : null, reader._faults, element);
    }

    private UserInput? ReadUser(JsonElement element, string pointer, InputPlace place)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            Fault(pointer, "An input must be an object with properties.");
            return null;
        }

        if (QueueText.LengthOf(JsonMarshal.GetRawUtf8Value(element)) > MessageParser.MaxInputBytes)
        {
            Fault(pointer, $"An input may have at most {MessageParser.MaxInputBytes} bytes, so that it has room on the queue beside its identity.");
            return null;
        }

        Dictionary<string, string>? properties = null;
        IReadOnlyList<Association> associations = [];
        string? traceId = null;
        var position = 0;
        var seen = 0;
        foreach (var field in element.EnumerateObject())
        {
            var which = Members.IndexOf(field, Names);
            var name = which < 0 ? null : Names[which];
            switch (name)
            {
                case not null when (seen & (1 << which)) is not 0:
                    Fault(JsonPointer.Append(pointer, name), Members.Twice(name));
                    break;
                case "properties":
                    properties = ReadProperties(field.Value, JsonPointer.Append(pointer, name));
                    break;
                case "associations":
                    associations = new AssociationReader(Fault).Read(field.Value, JsonPointer.Append(pointer, name));
                    break;
                case "objectWriteTraceId":
                    traceId = ReadTraceId(field.Value, JsonPointer.Append(pointer, name));
                    break;
                case "id" or "traceparent" when place is InputPlace.WholeMessage:
                case "index" or "detail" when place is InputPlace.Envelope:
                    break;
                case "id" or "traceparent":
                    Fault(JsonPointer.Append(pointer, name), $"{name} belongs beside inputs, on the message.");
                    break;
                default:
                    Fault(JsonPointer.Append(pointer, field.Name, position), "Unknown field; an input has properties, associations and objectWriteTraceId.");
                    break;
            }

            seen |= which < 0 ? 0 : 1 << which;
            position++;
        }

        if (properties is null && _faults.Count is 0)
        {
            Fault(JsonPointer.Append(pointer, "properties"), "properties is missing; send an object of property names and values.");
        }

        return properties is null ? null : new UserInput { Associations = associations, Properties = properties, ObjectWriteTraceId = traceId };
    }

    private Dictionary<string, string>? ReadProperties(JsonElement element, string pointer)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            Fault(pointer, "properties must be an object of property names and values.");
            return null;
        }

        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        var faults = _faults.Count;
        var hasValue = false;
        var position = 0;
        foreach (var property in element.EnumerateObject())
        {
            if (string.IsNullOrWhiteSpace(property.Name))
            {
                Fault(JsonPointer.Append(pointer, property.Name, position), "A property must have a name.");
            }
            else if (property.Value.ValueKind is not JsonValueKind.Null)
            {
                if (TryReadValue(property.Value, out var value) is { } fault)
                {
                    Fault(JsonPointer.Append(pointer, property.Name, position), fault);
                }
                else
                {
                    properties[property.Name] = value;
                    hasValue = hasValue || !string.IsNullOrWhiteSpace(value);
                }
            }

            position++;
        }

        if (!hasValue && _faults.Count == faults)
        {
            Fault(pointer, "A user must have a property with a value; all of these are empty or missing.");
        }

        return properties;
    }

    /// <summary>HubSpot takes strings only, so numbers and booleans become their JSON text; null means "not set" and is left out.</summary>
    /// <returns>What is wrong with the value; null for a good one.</returns>
    private static string? TryReadValue(JsonElement value, out string text)
    {
        text = string.Empty;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when JsonText.TryGet(value, out text):
                return null;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                text = value.GetRawText();
                return null;
            case JsonValueKind.String:
                return "The value has half of a surrogate pair; send well-formed Unicode text.";
            default:
                return "A property value must be a string, a number or a boolean.";
        }
    }

    private string? ReadTraceId(JsonElement value, string pointer)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (JsonText.TryGetId(value, out var text) && text.Length <= MaxTraceIdLength)
        {
            return text;
        }

        Fault(pointer, $"objectWriteTraceId must be a string of 1 to {MaxTraceIdLength} characters, or a whole number.");
        return null;
    }

    private void Fault(string pointer, string detail) => _limit.Add(_faults, pointer, detail);
}
