using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HubSpotUsers.HubSpot.Wire;

namespace HubSpotUsers.HubSpot;

/// <summary>Builds the body of a call: HubSpot's schema <c>BatchInputSimplePublicObjectBatchInputForCreate</c>.</summary>
internal static class RequestBody
{
    /// <summary>Text beyond ASCII is sent as it is.</summary>
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes inputs, one after the other.</summary>
    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _writer;

    private static ReadOnlySpan<byte> Prefix => "{\"inputs\":["u8;

    private static ReadOnlySpan<byte> Suffix => "]}"u8;

    /// <summary>The bytes of a body besides its inputs' own.</summary>
    public static int Overhead(int inputs) => Prefix.Length + Suffix.Length + Math.Max(0, inputs - 1);

    /// <summary>Gives an input as JSON, its key as the trace id: HubSpot's schema <c>SimplePublicObjectBatchInputForCreate</c>.</summary>
    public static ReadOnlyMemory<byte> Of(BatchInput input)
    {
        var (buffer, json) = _writer ??= NewWriter();
        buffer.ResetWrittenCount();
        json.Reset();

        // With a writer given, the serializer takes its quick way: the encoder is the writer's.
        JsonSerializer.Serialize(json, input.User with { ObjectWriteTraceId = input.Key }, HubSpotJson.Default.UserInput);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Joins inputs that are JSON already.</summary>
    public static ReadOnlyMemory<byte> Of(IReadOnlyList<PendingInput> inputs)
    {
        var body = new ArrayBufferWriter<byte>(inputs.Sum(input => input.Json.Length) + Overhead(inputs.Count));
        body.Write(Prefix);
        for (var index = 0; index < inputs.Count; index++)
        {
            if (index > 0)
            {
                body.Write(","u8);
            }

            body.Write(inputs[index].Json.Span);
        }

        body.Write(Suffix);
        return body.WrittenMemory;
    }

    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json) NewWriter()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, Writing));
    }
}
