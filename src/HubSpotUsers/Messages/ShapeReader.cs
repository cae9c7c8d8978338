using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>
/// Reads the JSON of one message. What other services put around it is taken off, each kind once: the event of Event Grid or CloudEvents
/// (<see cref="EventHeader"/>), and the content object that Logic Apps and Power Automate make of a body
/// (Azure: Handle content types in Logic Apps).
/// </summary>
/// <param name="maxInputs">How many inputs it may have.</param>
internal sealed class ShapeReader(int maxInputs)
{
    private const string IdRule = "id must be 1 to 128 of A-Z a-z 0-9 . _ : - or a whole number (a key of your own; never personal data, since it is stored).";
    private const string Content = "$content";
    private const string ContentType = "$content-type";

    private static readonly string[] ListNames = ["inputs", "id", "traceparent"];

    private bool _isEvent;
    private bool _isContent;

    /// <summary>Reads a JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="pointer">Where it stands in the message.</param>
    /// <exception cref="InvalidMessageException">It is in none of the accepted shapes.</exception>
    public ParsedMessage Read(ReadOnlyMemory<byte> json, string pointer)
    {
        InputLimit.Check(json.Span, maxInputs, pointer);
        return Read(StrictJson.Parse(json, pointer), pointer);
    }

    private ParsedMessage Read(JsonElement root, string pointer) => root switch
    {
        { ValueKind: JsonValueKind.Array } => root.GetArrayLength() > 0 && EventHeader.IsEvent(root[0])
            ? ReadEvents(root, pointer)
            : new ParsedMessage(null, null, InputList.Read(root, pointer, maxInputs)),
        { ValueKind: not JsonValueKind.Object } => throw InvalidMessageException.WrongShape(pointer, "There must be a user, an array of users or an object with inputs here."),
        _ when Members.TryGet(root, "inputs", pointer, out var inputs) => ReadList(root, inputs, pointer),
        _ when Members.Has(root, "properties") => ReadOne(root, pointer),
        _ when Members.TryGet(root, Content, pointer, out var content) => ReadContent(root, content, pointer),
        _ when EventHeader.IsEvent(root) => ReadEvent(root, pointer),
        _ => ReadOne(root, pointer),
    };

    private static ParsedMessage ReadOne(JsonElement root, string pointer) =>
        new(ReadId(root, pointer), TraceParentText.Read(root, pointer), [InputReader.Read(root, 0, pointer, InputPlace.WholeMessage, new FaultLimit())]);

    private ParsedMessage ReadList(JsonElement root, JsonElement inputs, string pointer)
    {
        var at = JsonPointer.Append(pointer, "inputs");
        if (inputs.ValueKind is not JsonValueKind.Array)
        {
            throw InvalidMessageException.WrongShape(at, "inputs must be an array of inputs.");
        }

        var envelope = EnvelopeReader.Read(root);
        var position = 0;
        foreach (var member in root.EnumerateObject())
        {
            if (Members.IndexOf(member, ListNames) < 0 && member.Name is not (DeferralEnvelope.Name or PoisonEnvelope.Name))
            {
                throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, member.Name, position), "Unknown field beside inputs; known are inputs, id and traceparent.");
            }

            position++;
        }

        return new ParsedMessage(ReadId(root, pointer), TraceParentText.Read(root, pointer), InputList.Read(inputs, at, maxInputs, envelope is not null), envelope);
    }

    private ParsedMessage ReadContent(JsonElement root, JsonElement content, string pointer)
    {
        if (_isContent)
        {
            throw InvalidMessageException.WrongShape(pointer, "$content is in a $content; wrap it once.");
        }

        _isContent = true;
        var position = 0;
        foreach (var member in root.EnumerateObject())
        {
            if (Members.IndexOf(member, Content, ContentType) < 0)
            {
                throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, member.Name, position), "Unknown field beside $content; known are $content and $content-type.");
            }

            position++;
        }

        return ReadInside(content, JsonPointer.Append(pointer, Content));
    }

    private ParsedMessage ReadEvent(JsonElement root, string pointer)
    {
        if (_isEvent)
        {
            throw InvalidMessageException.WrongShape(pointer, "An event is in the data of an event; send the users themselves there.");
        }

        _isEvent = true;
        var header = EventHeader.Read(root, pointer);
        var parsed = ReadInside(header.Data, header.Pointer);
        return parsed with { Id = parsed.Id ?? header.SourceId, TraceParent = parsed.TraceParent ?? header.TraceParent };
    }

    private ParsedMessage ReadEvents(JsonElement events, string pointer)
    {
        if (events.GetArrayLength() is 1)
        {
            return ReadEvent(events[0], JsonPointer.Append(pointer, 0));
        }

        var position = 0;
        foreach (var item in events.EnumerateArray())
        {
            if (_isEvent || !EventHeader.IsEvent(item))
            {
                throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, position), "A list that begins with an event must have events only, and cannot be the data of one.");
            }

            position++;
        }

        return new ParsedMessage(null, null, []) { Events = [.. events.EnumerateArray().Select(item => (ReadOnlyMemory<byte>)JsonMarshal.GetRawUtf8Value(item).ToArray())] };
    }

    /// <summary>What is carried is JSON, or text that has JSON in it.</summary>
    private ParsedMessage ReadInside(JsonElement carried, string pointer)
    {
        if (carried.ValueKind is not JsonValueKind.String)
        {
            return Read(carried, pointer);
        }

        return JsonText.TryGet(carried, out var text)
            ? Read(MessageText.Find(Encoding.UTF8.GetBytes(text), pointer), pointer)
            : throw InvalidMessageException.NotJson(pointer, "The text has half of a surrogate pair; send well-formed Unicode text.");
    }

    private static string? ReadId(JsonElement root, string pointer)
    {
        if (!Members.TryGet(root, "id", pointer, out var id) || id.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return JsonText.TryGetId(id, out var text) && SourceId.IsValid(text) ? text : throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, "id"), IdRule);
    }
}
