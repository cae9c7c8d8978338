using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>
/// Refuses a list of too many inputs before anything is made of them: parsed, two bytes of JSON take hundreds of memory.
/// </summary>
internal static class InputLimit
{
    private static readonly JsonReaderOptions Reading = new() { MaxDepth = MessageParser.MaxDepth };

    /// <summary>Counts the inputs in a message's JSON, without keeping any.</summary>
    /// <exception cref="InvalidMessageException">There are more than <paramref name="maxInputs"/>.</exception>
    public static void Check(ReadOnlySpan<byte> json, int maxInputs)
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
                CountItems(ref reader, maxInputs, string.Empty);
            }
            else
            {
                CountFields(ref reader, maxInputs);
            }
        }
        catch (JsonException)
        {
            // Whoever parses it will say where.
        }
    }

    private static void CountFields(ref Utf8JsonReader reader, int maxInputs)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals("inputs"u8);
            reader.Read();
            if (isList && reader.TokenType is JsonTokenType.StartArray)
            {
                CountItems(ref reader, maxInputs, "/inputs");
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
                throw new InvalidMessageException(
                    MessageFaultReason.TooManyInputs,
                    new InputFault(pointer, $"There are more than {maxInputs} inputs. Send fewer at a time."));
            }
        }
    }
}
