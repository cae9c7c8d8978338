using System.Buffers.Text;
using System.Text;

namespace HubSpotUsers.Messages;

/// <summary>Finds the JSON text in a message body: as it is or in base64, with or without a byte order mark.</summary>
internal static class MessageText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Gives the UTF-8 bytes of the JSON text in <paramref name="body"/>.</summary>
    /// <exception cref="InvalidMessageException">The body holds no JSON object or array in either form.</exception>
    public static ReadOnlyMemory<byte> FindJson(ReadOnlyMemory<byte> body)
    {
        var text = Trim(body);
        if (StartsLikeJson(text.Span))
        {
            return Validated(text);
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (text.IsEmpty || Base64.DecodeFromUtf8(text.Span, decoded, out _, out var length) is not System.Buffers.OperationStatus.Done)
        {
            throw NotJson("The message is neither a JSON object or array nor base64 of one.");
        }

        var json = Trim(decoded.AsMemory(0, length));
        return StartsLikeJson(json.Span)
            ? Validated(json)
            : throw NotJson("The message is base64, but not of a JSON object or array; encode the JSON text once.");
    }

    /// <summary>Gives the UTF-8 bytes of the JSON text that <paramref name="body"/> must be, without its byte order mark.</summary>
    /// <exception cref="InvalidMessageException">The body is not a JSON object or array.</exception>
    public static ReadOnlyMemory<byte> TrimToJson(ReadOnlyMemory<byte> body)
    {
        var text = Trim(body);
        return StartsLikeJson(text.Span) ? Validated(text) : throw NotJson("The body is not a JSON object or array.");
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        return bytes.Trim(" \t\r\n"u8.ToArray());
    }

    private static bool StartsLikeJson(ReadOnlySpan<byte> text) => !text.IsEmpty && text[0] is (byte)'{' or (byte)'[';

    private static ReadOnlyMemory<byte> Validated(ReadOnlyMemory<byte> json)
    {
        try
        {
            StrictUtf8.GetCharCount(json.Span);
            return json;
        }
        catch (DecoderFallbackException)
        {
            throw NotJson("The message is not valid UTF-8.");
        }
    }

    private static InvalidMessageException NotJson(string detail) => new(MessageFaultReason.NotJson, new InputFault(string.Empty, detail));
}
