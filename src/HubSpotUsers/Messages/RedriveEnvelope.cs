using System.Text.Json;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>The envelope of users that a person sends back from the poison queue. <see cref="EnvelopeReader"/> reads it.</summary>
internal static class RedriveEnvelope
{
    /// <summary>Writes a message of inputs that a person sends back.</summary>
    public static BinaryData Write(RedriveHeader header, IEnumerable<EnvelopeInput> inputs) => EnvelopeWriter.Write(writer => WriteHeader(writer, header), inputs);

    private static void WriteHeader(Utf8JsonWriter writer, RedriveHeader header)
    {
        writer.WriteStartObject(PoisonEnvelope.Name);
        EnvelopeWriter.WriteSource(writer, header.SourceId, header.FirstSeen, attempt: 1, header.Line);
        writer.WriteString("reason"u8, header.Reason.ToString());
        writer.WriteString("decidedAt"u8, header.DecidedAt);
        writer.WriteEndObject();
    }
}

/// <summary>
/// The header of users that a person sends back from the poison queue. On the wire it is a poison header with <c>decidedAt</c>: an instance
/// of an earlier version reads it, too.
/// </summary>
/// <param name="SourceId">The identity of the message they first came in.</param>
/// <param name="FirstSeen">When that message was put on the queue.</param>
/// <param name="Reason">Why they were in the poison queue; <see cref="PoisonReason.Unknown"/> has HubSpot asked first.</param>
/// <param name="DecidedAt">When the person decided: a later outcome of the users outranks the decision.</param>
internal sealed record RedriveHeader(SourceId SourceId, DateTimeOffset FirstSeen, PoisonReason Reason, DateTimeOffset DecidedAt)
{
    /// <summary>Where the user is counted when it came in a request under an identity of its own.</summary>
    public RequestLine? Line { get; init; }
}
