using System.Text.Json;
using HubSpotUsers;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;

namespace Api.Queueing;

/// <summary>The producer's own identity of the users of a request, which they keep on the queue: a message with that id has the same users.</summary>
/// <param name="Id">The identity.</param>
/// <param name="ReceivedAt">When the request came.</param>
internal sealed record ProducerSource(SourceId Id, DateTimeOffset ReceivedAt)
{
    /// <summary>Where the user is counted when it is one of a file's; null when the identity is that of the request.</summary>
    public RequestLine? Line { get; init; }

    /// <summary>Writes the header of an envelope (<see cref="EnvelopeReader"/>).</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(DeferralEnvelope.Name);
        writer.WriteString("sourceId"u8, Id.Value);
        writer.WriteBoolean("byProducer"u8, Id.IsProducers);
        writer.WriteString("firstSeen"u8, ReceivedAt);
        writer.WriteNumber("attempt"u8, 1);
        writer.WriteString("reason"u8, "A request put the users onto the queue");
        EnvelopeWriter.WriteLine(writer, Line);
        writer.WriteEndObject();
    }
}
