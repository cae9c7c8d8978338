using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>
/// Reads messages and requests: an input object, <c>{"inputs":[…]}</c> or an array of inputs, with <c>id</c> and <c>traceparent</c>
/// beside them; our own envelopes, which carry some inputs of an earlier message with the index they had there; and any of these as other
/// services wrap them (<see cref="ShapeReader"/>).
/// </summary>
internal static class MessageParser
{
    /// <summary>The most a storage queue message holds, and the most one input may take, in bytes (Azure: Queue Storage targets).</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>The most bytes of an input: one with everything an envelope says of it fits into a message, so that its identity goes wherever it goes.</summary>
    public const int MaxInputBytes = 58 * 1024;

    /// <summary>
    /// The most inputs of a message: more than have room in it, for the smallest with properties, <c>{"properties":{}}</c>, takes 17 bytes.
    /// </summary>
    public const int MaxMessageInputs = MaxMessageBytes / 16;

    /// <summary>Reads the body of a queue message: JSON or base64 of it, at most <see cref="MaxMessageBytes"/>.</summary>
    /// <exception cref="InvalidMessageException">The body as a whole is in none of the accepted shapes.</exception>
    public static ParsedMessage ParseMessage(ReadOnlyMemory<byte> body)
    {
        CheckSize(body.Length, "The message");
        var json = MessageText.Find(body);
        CheckSize(json.Length, "In UTF-8 the message");
        var parsed = new ShapeReader(MaxMessageInputs).Read(json, string.Empty);
        for (var position = 0; position < parsed.Events.Count; position++)
        {
            if (QueueText.LengthOf(parsed.Events[position].Span) > MaxMessageBytes)
            {
                throw new InvalidMessageException(
                    MessageFaultReason.TooLarge,
                    new InputFault(JsonPointer.Append(string.Empty, position), "The event is too large for a separate message; send it alone."));
            }
        }

        return parsed;
    }

    /// <summary>Reads the JSON text of a request: at most <see cref="Submission.MaxInputs"/> inputs; its size is for the caller to bound.</summary>
    /// <exception cref="InvalidMessageException">The text as a whole is in none of the accepted shapes.</exception>
    public static ParsedMessage ParseRequest(ReadOnlyMemory<byte> body) =>
        new ShapeReader(Submission.MaxInputs).Read(MessageText.FindInBody(body), string.Empty);

    /// <summary>Reads inputs that stand for some of an earlier message, each with the index it has there.</summary>
    /// <exception cref="InvalidMessageException">There are none, one has no index, or two have the same.</exception>
    public static IReadOnlyList<ParsedInput> ReadEnveloped(JsonElement inputs) => inputs.ValueKind is JsonValueKind.Array
        ? InputList.Read(inputs, "/inputs", MaxMessageInputs, isEnveloped: true)
        : throw InvalidMessageException.WrongShape("/inputs", "inputs must be an array of inputs.");

    private static void CheckSize(int bytes, string what)
    {
        if (bytes > MaxMessageBytes)
        {
            throw new InvalidMessageException(
                MessageFaultReason.TooLarge,
                new InputFault(string.Empty, $"{what} has {bytes} bytes; at most {MaxMessageBytes} are accepted. Send fewer users per message."));
        }
    }
}

/// <summary>A message or request in one of the accepted shapes.</summary>
/// <param name="Id">The producer's own key, which makes sending twice harmless; null when it gave none.</param>
/// <param name="TraceParent">The producer's W3C trace context; null when it gave none.</param>
/// <param name="Inputs">The inputs in the order they were sent, at least one unless there are <see cref="Events"/>; good ones and faulty ones.</param>
/// <param name="Envelope">What our own envelope says, when the message is one: a deferral, or a poison message sent back.</param>
internal sealed record ParsedMessage(string? Id, string? TraceParent, IReadOnlyList<ParsedInput> Inputs, EnvelopeHeader? Envelope = null)
{
    /// <summary>The events of a message of several, as they were sent: each has its own identity, so each must be read as a message of its own.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Events { get; init; } = [];

    /// <summary>Whether inputs of it were left out, so that its bytes hold more than it.</summary>
    public bool IsPart { get; init; }
}

/// <summary>One input of a message: either a <see cref="User"/> or the <see cref="Faults"/> that keep it from being one.</summary>
/// <param name="Index">The input's position in its message, from 0.</param>
/// <param name="User">The user to create, or null when the input has faults.</param>
/// <param name="Faults">What is wrong; empty for a good input.</param>
/// <param name="Original">The input as it was sent.</param>
internal sealed record ParsedInput(int Index, UserInput? User, IReadOnlyList<InputFault> Faults, JsonElement Original);
