using System.Buffers;
using HubSpotUsers.Batching;

namespace HubSpotUsers.Sending;

/// <summary>Builds the body of a call: HubSpot's schema <c>BatchInputSimplePublicObjectBatchInputForCreate</c>.</summary>
internal static class RequestBody
{
    private static ReadOnlySpan<byte> Prefix => "{\"inputs\":["u8;

    private static ReadOnlySpan<byte> Suffix => "]}"u8;

    /// <summary>The bytes of a body besides its inputs' own.</summary>
    public static int Overhead(int inputs) => Prefix.Length + Suffix.Length + Math.Max(0, inputs - 1);

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
}
