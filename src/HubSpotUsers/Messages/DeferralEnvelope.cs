using System.Text.Json;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>The envelope of users that wait on their queue to be sent later. <see cref="EnvelopeReader"/> reads it.</summary>
internal static class DeferralEnvelope
{
    /// <summary>The member that has the header.</summary>
    public const string Name = "deferral";

    /// <summary>Writes a deferral.</summary>
    public static BinaryData Write(DeferralHeader header, IEnumerable<EnvelopeInput> inputs) => EnvelopeWriter.Write(writer => WriteHeader(writer, header), inputs);

    private static void WriteHeader(Utf8JsonWriter writer, DeferralHeader header)
    {
        if (header.TraceParent is { } traceParent)
        {
            writer.WriteString("traceparent"u8, traceParent);
        }

        writer.WriteStartObject(Name);
        EnvelopeWriter.WriteSource(writer, header.SourceId, header.FirstSeen, header.Attempt, header.Line);
        writer.WriteString("reason"u8, EnvelopeWriter.Brief(header.Reason));
        writer.WriteString("notBefore"u8, header.NotBefore);
        if (header.SentAt is { } sentAt)
        {
            writer.WriteBoolean("mayBeCreated"u8, value: true);
            writer.WriteString("sentAt"u8, sentAt);
        }

        if (header.IsRedrive)
        {
            writer.WriteBoolean("redrive"u8, value: true);
        }

        if (header.DecidedAt is { } decidedAt)
        {
            writer.WriteString("decidedAt"u8, decidedAt);
        }

        if (header.NotAppliedIn.Count > 0)
        {
            writer.WriteStartArray("notAppliedIn"u8);
            foreach (var batch in header.NotAppliedIn)
            {
                writer.WriteStringValue(batch);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}

/// <summary>What a deferral says of the inputs in it.</summary>
/// <param name="SourceId">The identity of the message they first came in.</param>
/// <param name="FirstSeen">When that message was put on the queue.</param>
/// <param name="Attempt">Which attempt the next delivery is.</param>
/// <param name="Reason">Why they could not be sent; free of personal data.</param>
/// <param name="NotBefore">When they come back.</param>
/// <param name="TraceParent">The producer's trace context.</param>
/// <param name="SentAt">When they may first have been sent; null when they certainly were not.</param>
/// <param name="IsRedrive">Whether a person sent them back from the poison queue.</param>
/// <param name="DecidedAt">When that person decided; null when it is not known.</param>
internal sealed record DeferralHeader(
    SourceId SourceId,
    DateTimeOffset FirstSeen,
    long Attempt,
    string Reason,
    DateTimeOffset NotBefore,
    string? TraceParent,
    DateTimeOffset? SentAt = null,
    bool IsRedrive = false,
    DateTimeOffset? DecidedAt = null)
{
    /// <summary>Of so many batches a header says that they created none of its users; of others the ledger alone tells.</summary>
    public const int MaxNotApplied = 10;

    /// <summary>The batches that certainly created none of them, although their intents or claims may still stand.</summary>
    public IReadOnlyList<Guid> NotAppliedIn { get; init; } = [];

    /// <summary>Where the user is counted when it came in a request under an identity of its own.</summary>
    public RequestLine? Line { get; init; }
}
