using Azure.Storage.Queues.Models;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Queue;

/// <summary>One delivery of a message: what its inputs are known by.</summary>
/// <param name="SourceId">The identity of the message they first came in.</param>
/// <param name="FirstSeen">When that message was put on the queue.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
/// <param name="IsRepeated">Whether the message has been delivered before, so that an earlier delivery may have left something half done.</param>
internal sealed record Delivery(SourceId SourceId, DateTimeOffset FirstSeen, long Attempt, bool IsRepeated)
{
    /// <summary>Where its user is counted when it came in a request under an identity of its own.</summary>
    public RequestLine? Line { get; init; }

    /// <summary>When a person decided to send its inputs again; null without a decision.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>A delivery of a message that says nothing of itself.</summary>
    public static Delivery Of(QueueMessage message)
    {
        var insertedOn = message.InsertedOn.GetValueOrDefault();
        return new Delivery(SourceId.Of(message.MessageId, insertedOn), insertedOn, Math.Max(1, message.DequeueCount), message.DequeueCount > 1);
    }

    /// <summary>A delivery of a message with what it says of itself: an envelope's header, or a producer's key.</summary>
    public static Delivery Of(QueueMessage message, ParsedMessage parsed)
    {
        var plain = Of(message);
        return parsed switch
        {
            { Envelope: { } envelope } => plain with { SourceId = envelope.SourceId, FirstSeen = envelope.FirstSeen, Attempt = envelope.Attempt + plain.Attempt - 1, Line = envelope.Line, DecidedAt = envelope.IsRedrive ? envelope.DecidedAt : null },
            { Id: { } producerId } => plain with { SourceId = SourceId.OfProducer(producerId) },
            _ => plain,
        };
    }
}
