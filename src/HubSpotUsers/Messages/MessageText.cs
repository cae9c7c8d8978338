using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace HubSpotUsers.Messages;

/// <summary>
/// Finds the JSON text in the bytes of a message: as it is, in base64, or in a JSON string. Each wrapping is taken off as often as senders
/// put it on by mistake, never without end: base64 twice (a client that encodes what was encoded already), a JSON string once.
/// </summary>
internal static class MessageText
{
    private const int MaxBase64 = 2;

    /// <summary>Gives the UTF-8 bytes of the JSON text in a message, or in a text that a message carries.</summary>
    /// <param name="pointer">Where they stand in the message.</param>
    /// <exception cref="InvalidMessageException">They hold no JSON object or array.</exception>
    public static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> bytes, string pointer = "") => Find(bytes, pointer, MaxBase64);

    /// <summary>Gives the UTF-8 bytes of the JSON text that the body of a request is. It is not taken in base64: its media type says JSON.</summary>
    /// <exception cref="InvalidMessageException">The body is not a JSON object or array.</exception>
    public static ReadOnlyMemory<byte> FindInBody(ReadOnlyMemory<byte> bytes) => Find(bytes, string.Empty, maxBase64: 0);

    private static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> bytes, string pointer, int maxBase64)
    {
        var taken = new Unwrapped(0, IsString: false);
        while (true)
        {
            var text = MessageEncoding.ToUtf8(bytes, pointer);
            if (StartsLikeJson(text.Span))
            {
                MessageEncoding.Check(text.Span, pointer);
                return text;
            }

            if (text.Span is [(byte)'"', ..] && !taken.IsString)
            {
                bytes = Unquote(text.Span, pointer);
                taken = taken with { IsString = true };
            }
            else if (taken.Base64 < maxBase64 && !IsValue(text.Span) && TryDecode(text.Span, out bytes))
            {
                taken = taken with { Base64 = taken.Base64 + 1 };
            }
            else
            {
                throw InvalidMessageException.NotJson(pointer, WhyNot(text.Span, taken, maxBase64));
            }
        }
    }

    private static bool StartsLikeJson(ReadOnlySpan<byte> text) => text is [(byte)'{' or (byte)'[', ..];

    /// <summary>Whether a text is a JSON value without parts, which may look like base64.</summary>
    private static bool IsValue(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("null"u8) || text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8)
        || (text is [(byte)'-' or (>= (byte)'0' and <= (byte)'9'), ..] && Utf8Parser.TryParse(text, out double _, out var length) && length == text.Length);

    private static bool TryDecode(ReadOnlySpan<byte> text, out ReadOnlyMemory<byte> decoded)
    {
        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        var isBase64 = Base64.DecodeFromUtf8(text, buffer, out _, out var length) is OperationStatus.Done && length > 0;
        decoded = buffer.AsMemory(0, length);
        return isBase64;
    }

    private static byte[] Unquote(ReadOnlySpan<byte> text, string pointer)
    {
        MessageEncoding.Check(text, pointer);
        try
        {
            var reader = new Utf8JsonReader(text);
            reader.Read();
            var unquoted = new byte[text.Length];
            var length = reader.CopyString(unquoted);
            reader.Read();
            return unquoted[..length];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw InvalidMessageException.NotJson(pointer, "The message begins like a JSON string, but is not a valid one.");
        }
    }

    private static string WhyNot(ReadOnlySpan<byte> text, Unwrapped taken, int maxBase64) => text switch
    {
        [] => "The message is empty; send a JSON object or array.",
        [0x1F, 0x8B, ..] => "The message is compressed (gzip); send the JSON text itself.",
        [(byte)'"', ..] => "The message is JSON in a string in a string; serialize it once.",
        _ when IsValue(text) => "The message is a single JSON value; send a JSON object or array.",
        _ when TryDecode(text, out _) => maxBase64 is 0
            ? "The body is not a JSON object or array but perhaps base64 of one; send the JSON text itself."
            : "The message is base64 of base64 of base64; encode the JSON text once.",
        _ when taken.Base64 > 0 => "The message is base64, but not of a JSON object or array; encode the JSON text once.",
        _ when taken.IsString => "The message is a JSON string, but not of a JSON object or array.",
        _ => maxBase64 is 0 ? "The body is not a JSON object or array." : "The message is neither a JSON object or array nor base64 of one.",
    };

    private readonly record struct Unwrapped(int Base64, bool IsString);
}
