using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>Reads a list of inputs.</summary>
internal static class InputList
{
    /// <summary>Reads the inputs of an array.</summary>
    /// <param name="inputs">The array.</param>
    /// <param name="pointer">Where it stands in the message.</param>
    /// <param name="maxInputs">The most it may have.</param>
    /// <param name="isEnveloped">Whether it is one of our envelopes', of which every input says the index it had.</param>
    /// <exception cref="InvalidMessageException">It is empty or too long, or two inputs have the same index.</exception>
    public static IReadOnlyList<ParsedInput> Read(JsonElement inputs, string pointer, int maxInputs, bool isEnveloped = false)
    {
        if (inputs.GetArrayLength() is 0)
        {
            throw new InvalidMessageException(MessageFaultReason.NoInputs, new InputFault(pointer, "The list of inputs is empty; send at least one."));
        }

        if (inputs.GetArrayLength() > maxInputs)
        {
            throw InputLimit.Exceeded(maxInputs, pointer);
        }

        var limit = new FaultLimit();
        ParsedInput[] read = [.. inputs.EnumerateArray().Select((input, position) => InputReader.Read(
            input,
            isEnveloped ? ReadIndex(input, JsonPointer.Append(pointer, position)) : position,
            JsonPointer.Append(pointer, position),
            isEnveloped ? InputPlace.Envelope : InputPlace.List,
            limit))];
        return !isEnveloped || read.DistinctBy(input => input.Index).Count() == read.Length
            ? read
            : throw InvalidMessageException.WrongShape(pointer, "Two inputs have the same index.");
    }

    private static int ReadIndex(JsonElement input, string pointer) =>
        input.ValueKind is JsonValueKind.Object && input.TryGetProperty("index", out var index)
            && index.ValueKind is JsonValueKind.Number && index.TryGetInt32(out var number) && number >= 0
            ? number
            : throw InvalidMessageException.WrongShape(JsonPointer.Append(pointer, "index"), "An input in an envelope must have the index it had in its message.");
}
