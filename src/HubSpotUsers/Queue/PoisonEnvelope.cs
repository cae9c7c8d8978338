using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HubSpotUsers.Queue;

/// <summary>Writes poison envelopes: a header, and the inputs or the original message.</summary>
internal static class PoisonEnvelope
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the envelope of some inputs.</summary>
    public static BinaryData Of(PoisonHeader header, IEnumerable<PoisonInput> inputs) => Write(header, writer =>
    {
        writer.WriteStartArray("inputs"u8);
        foreach (var input in inputs)
        {
            WriteInput(writer, input);
        }

        writer.WriteEndArray();
    });

    /// <summary>Writes the envelope of a message that could not be read, with its bytes in base64.</summary>
    public static BinaryData Of(PoisonHeader header, ReadOnlyMemory<byte> original) =>
        Write(header, writer => writer.WriteBase64String("original"u8, original.Span));

    private static BinaryData Write(PoisonHeader header, Action<Utf8JsonWriter> writeContent)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            WriteHeader(writer, header);
            writeContent(writer);
            writer.WriteEndObject();
        }

        return BinaryData.FromBytes(buffer.WrittenMemory);
    }

    private static void WriteHeader(Utf8JsonWriter writer, PoisonHeader header)
    {
        writer.WriteStartObject("poison"u8);
        writer.WriteString("sourceId"u8, header.SourceId.Value);
        writer.WriteString("reason"u8, header.Reason.ToString());
        writer.WriteString("detail"u8, header.Detail);
        if (header.CorrelationId is { } correlationId)
        {
            writer.WriteString("correlationId"u8, correlationId);
        }

        writer.WriteNumber("attempt"u8, header.Attempt);
        writer.WriteString("firstSeen"u8, header.FirstSeen);
        writer.WriteString("failedAt"u8, header.FailedAt);
        writer.WriteEndObject();
    }

    /// <summary>An input keeps its own fields, so that it can be mended and sent again as it stands.</summary>
    private static void WriteInput(Utf8JsonWriter writer, PoisonInput input)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, input.Index);
        if (input.Detail is { } detail)
        {
            writer.WriteString("detail"u8, detail);
        }

        if (input.Original.ValueKind is JsonValueKind.Object)
        {
            foreach (var field in input.Original.EnumerateObject().Where(field => field.Name is not ("id" or "traceparent" or "index" or "detail")))
            {
                writer.WritePropertyName(field.Name);
                writer.WriteRawValue(field.Value.GetRawText(), skipInputValidation: true);
            }
        }
        else
        {
            writer.WritePropertyName("original"u8);
            writer.WriteRawValue(input.Original.GetRawText(), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
