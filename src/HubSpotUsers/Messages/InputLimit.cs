using System.Text;
using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>
/// Refuses a list of too many inputs before anything is made of them: two bytes of JSON take hundreds of memory once parsed. A list that
/// is wrapped in something else is refused by <see cref="InputList"/>.
/// </summary>
internal static class InputLimit
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = StrictJson.MaxDepth };

    /// <summary>Counts the inputs in a message's JSON, without keeping any.</summary>
    /// <param name="json">The text.</param>
    /// <param name="maxInputs">The most it may have.</param>
    /// <param name="pointer">Where it stands in the message.</param>
    /// <exception cref="InvalidMessageException">There are more than <paramref name="maxInputs"/>.</exception>
    public static void Check(ReadOnlySpan<byte> json, int maxInputs, string pointer)
    {
        // Commas separate inputs, so most messages need no closer look.
        if (json.Count((byte)',') < maxInputs)
        {
            return;
        }

        try
        {
            var reader = new Utf8JsonReader(json, Reading);
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartArray)
            {
                CountItems(ref reader, maxInputs, pointer);
            }
            else
            {
                CountFields(ref reader, maxInputs, JsonPointer.Append(pointer, "inputs"));
            }
        }
        catch (JsonException)
        {
            // Whoever parses it will say where.
        }
    }

    /// <summary>Says that there are too many.</summary>
    public static InvalidMessageException Exceeded(int maxInputs, string pointer) =>
        new(MessageFaultReason.TooManyInputs, new InputFault(pointer, $"There are more than {maxInputs} inputs. Send fewer at a time."));

    private static void CountFields(ref Utf8JsonReader reader, int maxInputs, string pointer)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isList = Ascii.EqualsIgnoreCase(reader.ValueSpan, "inputs"u8);
            reader.Read();
            if (isList && reader.TokenType is JsonTokenType.StartArray)
            {
                CountItems(ref reader, maxInputs, pointer);
            }

            reader.Skip();
        }
    }

    private static void CountItems(ref Utf8JsonReader reader, int maxInputs, string pointer)
    {
        for (var count = 0; reader.Read() && reader.TokenType is not JsonTokenType.EndArray; reader.Skip())
        {
            if (++count > maxInputs)
            {
                throw Exceeded(maxInputs, pointer);
            }
        }
    }
}
