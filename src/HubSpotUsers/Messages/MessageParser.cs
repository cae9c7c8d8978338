using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>
/// Reads messages and requests: an input object, <c>{"inputs":[…]}</c> or an array of inputs, with <c>id</c> and <c>traceparent</c>
/// beside them; and our own envelopes, which carry some inputs of an earlier message with the index they had there.
/// </summary>
internal static class MessageParser
{
    /// <summary>The most a storage queue message holds, and the most one input may take, in bytes (Azure: Queue Storage targets).</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>The most bytes of an input: one with everything an envelope says of it fits into a message, so that its identity goes wherever it goes.</summary>
    public const int MaxInputBytes = 58 * 1024;

    /// <summary>
    /// The most inputs of a message: more than have room in it, for the smallest, <c>{"properties":{}}</c>, takes 17 bytes.
    /// </summary>
    public const int MaxMessageInputs = MaxMessageBytes / 16;

    /// <summary>How deep JSON may be nested.</summary>
    internal const int MaxDepth = 16;
    private const string IdRule = "id must be 1 to 128 of A-Z a-z 0-9 . _ : - (a key of your own; never personal data, since it is stored).";

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads the body of a queue message: plain JSON or base64 of it, at most <see cref="MaxMessageBytes"/>.</summary>
    /// <exception cref="InvalidMessageException">The body as a whole is in none of the accepted shapes.</exception>
    public static ParsedMessage ParseMessage(ReadOnlyMemory<byte> body) =>
        body.Length <= MaxMessageBytes
            ? Parse(MessageText.FindJson(body), MaxMessageInputs)
            : throw new InvalidMessageException(
                MessageFaultReason.TooLarge,
                new InputFault(string.Empty, $"The message has {body.Length} bytes; at most {MaxMessageBytes} are taken. Send fewer users a message."));

    /// <summary>Reads the JSON text of a request: at most <see cref="Submission.MaxInputs"/> inputs; its size is for the caller to bound.</summary>
    /// <exception cref="InvalidMessageException">The text as a whole is in none of the accepted shapes.</exception>
    public static ParsedMessage ParseRequest(ReadOnlyMemory<byte> body) => Parse(MessageText.TrimToJson(body), Submission.MaxInputs);

    /// <summary>Reads inputs that stand for some of an earlier message, each with the index it has there.</summary>
    /// <exception cref="InvalidMessageException">There are none, one has no index, or two have the same.</exception>
    public static IReadOnlyList<ParsedInput> ReadEnveloped(JsonElement inputs) => inputs.ValueKind is JsonValueKind.Array
        ? ReadInputs(inputs, "/inputs", isEnveloped: true)
        : throw WrongShape("/inputs", "inputs must be an array of inputs.");

    private static ParsedMessage Parse(ReadOnlyMemory<byte> json, int maxInputs)
    {
        InputLimit.Check(json.Span, maxInputs);
        var root = ParseJson(json);
        return root.ValueKind switch
        {
            JsonValueKind.Array => new ParsedMessage(null, null, ReadInputs(root, string.Empty)),
            _ when root.TryGetProperty("inputs", out var inputs) => ReadList(root, inputs),
            _ => new ParsedMessage(ReadId(root), ReadTraceParent(root), [InputReader.Read(root, 0, string.Empty, InputPlace.WholeMessage, new FaultLimit())]),
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
                    $"The message is not valid JSON{PlaceOf(exception)} (or repeats a property, or is nested deeper than {MaxDepth})."));
        }
        catch (InvalidOperationException)
        {
            throw new InvalidMessageException(
                MessageFaultReason.NotJson,
                new InputFault(string.Empty, "A name in the message has half of a surrogate pair; send well-formed Unicode text."));
        }
    }

    /// <summary>A repeated property comes without a place.</summary>
    private static string PlaceOf(JsonException exception) =>
        exception is { LineNumber: { } line, BytePositionInLine: { } position } ? $" at line {line + 1}, byte {position + 1}" : string.Empty;

    private static ParsedMessage ReadList(JsonElement root, JsonElement inputs)
    {
        if (inputs.ValueKind is not JsonValueKind.Array)
        {
            throw WrongShape("/inputs", "inputs must be an array of inputs.");
        }

        var envelope = EnvelopeReader.Read(root);
        var position = 0;
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name is not ("inputs" or "id" or "traceparent" or EnvelopeReader.Deferral or EnvelopeReader.Poison))
            {
                throw WrongShape(JsonPointer.Append(string.Empty, property.Name, position), "Unknown field beside inputs; known are inputs, id and traceparent.");
            }

            position++;
        }

        return new ParsedMessage(ReadId(root), ReadTraceParent(root), ReadInputs(inputs, "/inputs", envelope is not null), envelope);
    }

    private static ParsedInput[] ReadInputs(JsonElement inputs, string pointer, bool isEnveloped = false)
    {
        if (inputs.GetArrayLength() is 0)
        {
            throw new InvalidMessageException(MessageFaultReason.NoInputs, new InputFault(pointer, "The list of inputs is empty; send at least one."));
        }

        var limit = new FaultLimit();
        ParsedInput[] read = [.. inputs.EnumerateArray().Select((input, position) => InputReader.Read(
            input,
            isEnveloped ? ReadIndex(input, JsonPointer.Append(pointer, position)) : position,
            JsonPointer.Append(pointer, position),
            isEnveloped ? InputPlace.Envelope : InputPlace.List,
            limit))];
        return read.DistinctBy(input => input.Index).Count() == read.Length
            ? read
            : throw WrongShape(pointer, "Two inputs have the same index.");
    }

    private static int ReadIndex(JsonElement input, string pointer) =>
        input.ValueKind is JsonValueKind.Object && input.TryGetProperty("index", out var index)
            && index.ValueKind is JsonValueKind.Number && index.TryGetInt32(out var number) && number >= 0
            ? number
            : throw WrongShape(JsonPointer.Append(pointer, "index"), "An input in an envelope must have the index it had in its message.");

    private static string? ReadId(JsonElement root)
    {
        if (!root.TryGetProperty("id", out var id) || id.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        return id.ValueKind is JsonValueKind.String && JsonText.TryGet(id, out var text) && SourceId.IsValid(text)
            ? text
            : throw WrongShape("/id", IdRule);
    }

    // A trace context that cannot be used is no reason to refuse a user (W3C Trace Context says to ignore it).
    private static string? ReadTraceParent(JsonElement root) =>
        root.TryGetProperty("traceparent", out var parent) && parent.ValueKind is JsonValueKind.String && JsonText.TryGet(parent, out var text)
            && System.Diagnostics.ActivityContext.TryParse(text, traceState: null, out _)
            ? text
            : null;

    private static InvalidMessageException WrongShape(string pointer, string detail) =>
        new(MessageFaultReason.WrongShape, new InputFault(pointer, detail));
}

/// <summary>A message or request in one of the accepted shapes.</summary>
/// <param name="Id">The producer's own key, which makes sending twice harmless; null when it gave none.</param>
/// <param name="TraceParent">The producer's W3C trace context; null when it gave none.</param>
/// <param name="Inputs">The inputs in the order they were sent, at least one; good ones and faulty ones.</param>
/// <param name="Envelope">What our own envelope says, when the message is one: a deferral, or a poison message sent back.</param>
internal sealed record ParsedMessage(string? Id, string? TraceParent, IReadOnlyList<ParsedInput> Inputs, EnvelopeHeader? Envelope = null);

/// <summary>One input of a message: either a <see cref="User"/> or the <see cref="Faults"/> that keep it from being one.</summary>
/// <param name="Index">The input's position in its message, from 0.</param>
/// <param name="User">The user to create, or null when the input has faults.</param>
/// <param name="Faults">What is wrong; empty for a good input.</param>
/// <param name="Original">The input as it was sent.</param>
internal sealed record ParsedInput(int Index, UserInput? User, IReadOnlyList<InputFault> Faults, JsonElement Original);
