using System.Text;

namespace Simulators.Telemetry;

/// <summary>Reads the names of spans out of export requests (OpenTelemetry: <c>opentelemetry/proto/trace/v1/trace.proto</c>).</summary>
public static class OtlpSpans
{
    private const int ResourceSpans = 1;
    private const int ScopeSpans = 2;
    private const int Spans = 2;
    private const int Name = 5;
    private const int LengthDelimited = 2;
    private const int WireTypeBits = 3;

    /// <summary>The names of all spans of a request.</summary>
    public static IEnumerable<string> NamesOf(byte[] request) =>
        from resource in Fields(request, ResourceSpans)
        from scope in Fields(resource, ScopeSpans)
        from span in Fields(scope, Spans)
        from name in Fields(span, Name)
        select Encoding.UTF8.GetString(name.Span);

    /// <summary>The fields of this number, all of which are texts, bytes or messages.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int number)
    {
        while (message.Length > 0)
        {
            var tag = ReadVarint(ref message);
            var length = (tag & ((1 << WireTypeBits) - 1)) switch
            {
                0 => SkippedVarint(ref message),
                1 => sizeof(long),
                LengthDelimited => (int)ReadVarint(ref message),
                _ => sizeof(int),
            };
            if (tag >> WireTypeBits == (ulong)number)
            {
                yield return message[..length];
            }

            message = message[length..];
        }
    }

    private static int SkippedVarint(ref ReadOnlyMemory<byte> message)
    {
        ReadVarint(ref message);
        return 0;
    }

    private static ulong ReadVarint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message.Span[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
