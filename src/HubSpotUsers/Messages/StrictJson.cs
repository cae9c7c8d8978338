using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>Parses JSON without repeating any of it in an error.</summary>
internal static class StrictJson
{
    /// <summary>How deep JSON may be nested.</summary>
    public const int MaxDepth = 16;

    /// <summary>How much deeper our envelopes nest what was sent: <c>[7]</c> becomes <c>{"inputs":[{"original":7}]}</c>.</summary>
    private const int EnvelopeDepth = 2;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions Enveloped = Strict with { MaxDepth = MaxDepth + EnvelopeDepth };

    /// <summary>Parses a JSON text.</summary>
    /// <param name="json">The text.</param>
    /// <param name="pointer">Where it stands in the message.</param>
    /// <exception cref="InvalidMessageException">It is not valid JSON.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json, string pointer)
    {
        try
        {
            return JsonElement.Parse(json.Span, Strict);
        }
        catch (JsonException exception)
        {
            if (TryParseEnvelope(json.Span) is { } envelope)
            {
                return envelope;
            }

            // The exception's own text may repeat values of the message.
            throw InvalidMessageException.NotJson(
                pointer,
                $"The message is not valid JSON{PlaceOf(exception)} (or repeats a property, or is nested deeper than {MaxDepth}).");
        }
        catch (InvalidOperationException)
        {
            throw InvalidMessageException.NotJson(pointer, "A name in the message has half of a surrogate pair; send well-formed Unicode text.");
        }
    }

    /// <summary>Parses an envelope of ours with an input that was nested as deep as it may be; null for anything else.</summary>
    private static JsonElement? TryParseEnvelope(ReadOnlySpan<byte> json)
    {
        try
        {
            var root = JsonElement.Parse(json, Enveloped);
            return root.ValueKind is JsonValueKind.Object
                && root.TryGetProperty("inputs", out _)
                && (root.TryGetProperty(DeferralEnvelope.Name, out _) || root.TryGetProperty(PoisonEnvelope.Name, out _))
                ? root
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A repeated property comes without a place.</summary>
    private static string PlaceOf(JsonException exception) =>
        exception is { LineNumber: { } line, BytePositionInLine: { } position } ? $" at line {line + 1}, byte {position + 1}" : string.Empty;
}
