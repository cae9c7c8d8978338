using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>Reads messages and requests: an input object, <c>{"inputs":[…]}</c> or an array of inputs, with <c>id</c> and <c>traceparent</c> beside them.</summary>
public static class MessageParser
{
    /// <summary>The most a storage queue message holds, and the most one input may take, in bytes (Azure: Queue Storage targets).</summary>
    public const int MaxMessageBytes = 64 * 1024;

    private const int MaxDepth = 16;
    private const int MaxIdLength = 128;
    private const string IdRule = "id must be 1 to 128 of A-Z a-z 0-9 . _ : - (a key of your own; never personal data, since it is stored).";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads the body of a queue message: plain JSON or base64 of it, at most <see cref="MaxMessageBytes"/>.</summary>
    /// <exception cref="InvalidMessageException">The body as a whole is in none of the accepted shapes.</exception>
    public static ParsedMessage ParseMessage(ReadOnlyMemory<byte> body) =>
        body.Length <= MaxMessageBytes
            ? Parse(MessageText.FindJson(body))
            : throw new InvalidMessageException(
                MessageFaultReason.TooLarge,
                new InputFault(string.Empty, $"The message has {body.Length} bytes; at most {MaxMessageBytes} are taken. Send fewer users a message."));

    /// <summary>Reads the JSON text of a request; its size is for the caller to bound.</summary>
    /// <exception cref="InvalidMessageException">The text as a whole is in none of the accepted shapes.</exception>
    public static ParsedMessage ParseRequest(ReadOnlyMemory<byte> body) => Parse(MessageText.TrimToJson(body));

    private static ParsedMessage Parse(ReadOnlyMemory<byte> json)
    {
        var root = ParseJson(json);
        return root.ValueKind switch
        {
            JsonValueKind.Array => new ParsedMessage(null, null, ReadInputs(root, string.Empty)),
            _ when root.TryGetProperty("inputs", out var inputs) => ReadList(root, inputs),
            _ => new ParsedMessage(ReadId(root), ReadTraceParent(root), [InputReader.Read(root, 0, string.Empty, isWholeMessage: true)]),
        };
    }

    private static JsonElement ParseJson(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonElement.Parse(json.Span, Strict);
        }
        catch (JsonException exception)
        {
            // The exception's own text may repeat values of the message.
            throw new InvalidMessageException(
                MessageFaultReason.NotJson,
                new InputFault(
                    string.Empty,
                    $"The message is not valid JSON at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} (or repeats a property, or is nested deeper than {MaxDepth})."));
        }
    }

    private static ParsedMessage ReadList(JsonElement root, JsonElement inputs)
    {
        if (inputs.ValueKind is not JsonValueKind.Array)
        {
            throw WrongShape("/inputs", "inputs must be an array of inputs.");
        }

        foreach (var property in root.EnumerateObject())
        {
            if (property.Name is not ("inputs" or "id" or "traceparent"))
            {
                throw WrongShape(JsonPointer.Append(string.Empty, property.Name), "Unknown field beside inputs; known are inputs, id and traceparent.");
            }
        }

        return new ParsedMessage(ReadId(root), ReadTraceParent(root), ReadInputs(inputs, "/inputs"));
    }

    private static ParsedInput[] ReadInputs(JsonElement inputs, string pointer) =>
        inputs.GetArrayLength() > 0
            ? [.. inputs.EnumerateArray().Select((input, index) => InputReader.Read(input, index, JsonPointer.Append(pointer, index), isWholeMessage: false))]
            : throw new InvalidMessageException(MessageFaultReason.NoInputs, new InputFault(pointer, "The list of inputs is empty; send at least one."));

    private static string? ReadId(JsonElement root)
    {
        if (!root.TryGetProperty("id", out var id) || id.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return id.ValueKind is JsonValueKind.String && JsonText.TryGet(id, out var text) && IsId(text)
            ? text
            : throw WrongShape("/id", IdRule);
    }

    private static bool IsId(string text) =>
        text.Length is > 0 and <= MaxIdLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-');

    // A trace context that cannot be used is no reason to refuse a user (W3C Trace Context says to ignore it).
    private static string? ReadTraceParent(JsonElement root) =>
        root.TryGetProperty("traceparent", out var parent) && parent.ValueKind is JsonValueKind.String && JsonText.TryGet(parent, out var text)
            && System.Diagnostics.ActivityContext.TryParse(text, traceState: null, out _)
            ? text
            : null;

    private static InvalidMessageException WrongShape(string pointer, string detail) =>
        new(MessageFaultReason.WrongShape, new InputFault(pointer, detail));
}
