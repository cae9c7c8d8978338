using System.Runtime.InteropServices;
using System.Text.Json;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.Messages;

/// <summary>Reads one input by HubSpot's schema <c>SimplePublicObjectBatchInputForCreate</c>, collecting every fault rather than the first.</summary>
internal sealed class InputReader
{
    private const int MaxTraceIdLength = 256;

    private readonly List<InputFault> _faults = [];

    private InputReader()
    {
    }

    /// <summary>Reads <paramref name="element"/> as an input.</summary>
    /// <param name="element">The input's JSON.</param>
    /// <param name="index">Its position in the message.</param>
    /// <param name="pointer">Where it stands in the message.</param>
    /// <param name="place">Where an input stands decides which fields may stand in it besides its own.</param>
    public static ParsedInput Read(JsonElement element, int index, string pointer, InputPlace place)
    {
        var reader = new InputReader();
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
        foreach (var field in element.EnumerateObject())
        {
            var at = JsonPointer.Append(pointer, field.Name);
            switch (field.Name)
            {
                case "properties":
                    properties = ReadProperties(field.Value, at);
                    break;
                case "associations":
                    associations = new AssociationReader(Fault).Read(field.Value, at);
                    break;
                case "objectWriteTraceId":
                    traceId = ReadTraceId(field.Value, at);
                    break;
                case "id" or "traceparent" when place is InputPlace.WholeMessage:
                case "index" or "detail" when place is InputPlace.Envelope:
                    break;
                case "id" or "traceparent":
                    Fault(at, $"{field.Name} belongs beside inputs, on the message.");
                    break;
                default:
                    Fault(at, "Unknown field; an input has properties, associations and objectWriteTraceId.");
                    break;
            }
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
        foreach (var property in element.EnumerateObject())
        {
            var at = JsonPointer.Append(pointer, property.Name);
            if (string.IsNullOrWhiteSpace(property.Name))
            {
                Fault(at, "A property must have a name.");
            }
            else if (property.Value.ValueKind is not JsonValueKind.Null && ReadValue(property.Value, at) is { } value)
            {
                properties[property.Name] = value;
            }
        }

        return properties;
    }

    /// <summary>HubSpot takes strings only, so numbers and booleans become their JSON text; null means "not set" and is left out.</summary>
    private string? ReadValue(JsonElement value, string pointer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when JsonText.TryGet(value, out var text):
                return text;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                return value.GetRawText();
            case JsonValueKind.String:
                Fault(pointer, "The value has half of a surrogate pair; send well-formed Unicode text.");
                return null;
            default:
                Fault(pointer, "A property value must be a string, a number or a boolean.");
                return null;
        }
    }

    private string? ReadTraceId(JsonElement value, string pointer)
    {
        if (value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.String && JsonText.TryGet(value, out var text) && text.Length is > 0 and <= MaxTraceIdLength)
        {
            return text;
        }

        Fault(pointer, $"objectWriteTraceId must be a string of 1 to {MaxTraceIdLength} characters.");
        return null;
    }

    private void Fault(string pointer, string detail) => _faults.Add(new InputFault(pointer, detail));
}
