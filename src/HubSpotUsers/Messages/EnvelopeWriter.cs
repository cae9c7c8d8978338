using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>
/// Writes what our own envelopes (<see cref="PoisonEnvelope"/>, <see cref="DeferralEnvelope"/>, <see cref="RedriveEnvelope"/>) have in common: a header,
/// and inputs as they were sent, with the index they had. <see cref="EnvelopeReader"/> reads them.
/// </summary>
internal static class EnvelopeWriter
{
    /// <summary>Two such texts, an input of <see cref="MessageParser.MaxInputBytes"/> and everything else of an envelope fit into a message.</summary>
    private const int MaxTextBytes = 2400;

    /// <summary>What an input has of its message, or of an envelope it came in before.</summary>
    private static readonly string[] NotItsOwn = ["id", "traceparent", "index", "detail"];

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes an envelope of inputs.</summary>
    public static BinaryData Write(Action<Utf8JsonWriter> writeHeader, IEnumerable<EnvelopeInput> inputs) => WriteObject(writer =>
    {
        writeHeader(writer);
        WriteInputs(writer, inputs);
    });

    /// <summary>Writes an envelope.</summary>
    public static BinaryData WriteObject(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return BinaryData.FromBytes(buffer.WrittenMemory);
    }

    /// <summary>Writes into a header what the inputs are known by.</summary>
    public static void WriteSource(Utf8JsonWriter writer, SourceId sourceId, DateTimeOffset firstSeen, long attempt, RequestLine? line)
    {
        writer.WriteString("sourceId"u8, sourceId.Value);
        if (sourceId.IsProducers)
        {
            writer.WriteBoolean("byProducer"u8, value: true);
        }

        writer.WriteString("firstSeen"u8, firstSeen);
        writer.WriteNumber("attempt"u8, attempt);
        WriteLine(writer, line);
    }

    /// <summary>Writes into a header where its user is counted; nothing for one that is counted by its message.</summary>
    public static void WriteLine(Utf8JsonWriter writer, RequestLine? line)
    {
        if (line is not null)
        {
            writer.WriteStartObject(EnvelopeReader.Request);
            writer.WriteString("message"u8, line.Message);
            writer.WriteNumber("line"u8, line.Line);
            writer.WriteEndObject();
        }
    }

    /// <summary>What is said of inputs never takes the room that they need themselves.</summary>
    public static string Brief(string text)
    {
        while (JsonEncodedText.Encode(text, Writing.Encoder).EncodedUtf8Bytes.Length > MaxTextBytes)
        {
            text = text[..(text.Length / 2)] + "…";
        }

        return text;
    }

    private static void WriteInputs(Utf8JsonWriter writer, IEnumerable<EnvelopeInput> inputs)
    {
        writer.WriteStartArray("inputs"u8);
        foreach (var input in inputs)
        {
            WriteInput(writer, input);
        }

        writer.WriteEndArray();
    }

    /// <summary>An input keeps its own fields, so that it can be corrected and sent again as it stands.</summary>
    private static void WriteInput(Utf8JsonWriter writer, EnvelopeInput input)
    {
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, input.Index);
        if (input.Detail is { } detail)
        {
            writer.WriteString("detail"u8, Brief(detail));
        }

        if (input.Original.ValueKind is JsonValueKind.Object)
        {
            foreach (var field in input.Original.EnumerateObject().Where(field => Members.IndexOf(field, NotItsOwn) < 0))
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

/// <summary>An input in one of our envelopes.</summary>
/// <param name="Index">Its position in the message it came in.</param>
/// <param name="Detail">What is wrong with it, without its values; null when nothing is.</param>
/// <param name="Original">The input as it was sent.</param>
internal sealed record EnvelopeInput(int Index, string? Detail, JsonElement Original);
