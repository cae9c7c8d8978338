using System.Text.Json;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>The envelope of what is in the poison queue. <see cref="EnvelopeReader"/> and <see cref="PoisonedMessage"/> read it.</summary>
internal static class PoisonEnvelope
{
    /// <summary>The member that has the header.</summary>
    public const string Name = "poison";

    /// <summary>Writes a poison message of some inputs.</summary>
    public static BinaryData Write(PoisonHeader header, IEnumerable<EnvelopeInput> inputs) => EnvelopeWriter.Write(writer => WriteHeader(writer, header), inputs);

    /// <summary>Writes a poison message of a message that could not be read, with its bytes in base64.</summary>
    public static BinaryData Write(PoisonHeader header, ReadOnlyMemory<byte> original) => EnvelopeWriter.WriteObject(writer =>
    {
        WriteHeader(writer, header);
        writer.WriteBase64String("original"u8, original.Span);
    });

    private static void WriteHeader(Utf8JsonWriter writer, PoisonHeader header)
    {
        writer.WriteStartObject(Name);
        EnvelopeWriter.WriteSource(writer, header.SourceId, header.FirstSeen, header.Attempt, header.Line);
        writer.WriteString("reason"u8, header.Reason.ToString());
        writer.WriteString("detail"u8, EnvelopeWriter.Brief(header.Detail));
        if (header.CorrelationId is { } correlationId)
        {
            writer.WriteString("correlationId"u8, correlationId);
        }

        writer.WriteString("failedAt"u8, header.FailedAt);
        writer.WriteEndObject();
    }
}

/// <summary>What a poison envelope says of what is in it.</summary>
/// <param name="SourceId">The identity of the message it came in.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="Detail">What went wrong, without any value.</param>
/// <param name="CorrelationId">HubSpot's id of the call; null when there was none.</param>
/// <param name="Attempt">Which attempt failed, from 1.</param>
/// <param name="FirstSeen">When the message was put on the queue.</param>
/// <param name="FailedAt">When it failed.</param>
internal sealed record PoisonHeader(
    SourceId SourceId,
    PoisonReason Reason,
    string Detail,
    string? CorrelationId,
    long Attempt,
    DateTimeOffset FirstSeen,
    DateTimeOffset FailedAt)
{
    /// <summary>Where the user is counted when it came in a request under an identity of its own.</summary>
    public RequestLine? Line { get; init; }
}
