using System.Text.Json;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>Reads the headers of our own envelopes: <c>deferral</c> and <c>poison</c>.</summary>
internal static class EnvelopeReader
{
    /// <summary>In either header: where a user is counted that has an identity of its own.</summary>
    public const string Request = "request";

    /// <summary>The reason in a poison envelope of users that may or may not be in HubSpot.</summary>
    private const string UnknownReason = nameof(PoisonReason.Unknown);
    private const string ReusedReason = nameof(PoisonReason.IdReused);

    /// <summary>Reads the header of an envelope; null when <paramref name="root"/> is none.</summary>
    /// <exception cref="InvalidMessageException">It has a header that is not ours.</exception>
    public static EnvelopeHeader? Read(JsonElement root)
    {
        if (root.TryGetProperty(DeferralEnvelope.Name, out var deferral))
        {
            return Read(deferral, "/" + DeferralEnvelope.Name, isRedrive: false);
        }

        return root.TryGetProperty(PoisonEnvelope.Name, out var poison) ? ReadPoison(poison) : null;
    }

    /// <summary>Reads the header of a poison message.</summary>
    /// <exception cref="InvalidMessageException">It is not ours.</exception>
    public static EnvelopeHeader ReadPoison(JsonElement header) => Read(header, "/" + PoisonEnvelope.Name, isRedrive: true);

    private static EnvelopeHeader Read(JsonElement header, string pointer, bool isRedrive)
    {
        if (header.ValueKind is JsonValueKind.Object
            && header.TryGetProperty("sourceId", out var id) && id.ValueKind is JsonValueKind.String && JsonText.TryGet(id, out var text) && SourceId.IsValid(text)
            && header.TryGetProperty("firstSeen", out var seen) && JsonText.TryGetTime(seen, out var firstSeen)
            && header.TryGetProperty("attempt", out var number) && number.ValueKind is JsonValueKind.Number && number.TryGetInt64(out var attempt) && attempt > 0)
        {
            var isProducers = header.TryGetProperty("byProducer", out var flag) && flag.ValueKind is JsonValueKind.True;
            return new EnvelopeHeader(
                isProducers ? SourceId.OfProducer(text) : SourceId.Of(text, firstSeen),
                firstSeen,
                isRedrive ? 1 : attempt,
                isRedrive ? !HasReason(header, ReusedReason) : header.TryGetProperty("redrive", out var redrive) && redrive.ValueKind is JsonValueKind.True,
                isRedrive ? RedrivenSentAt(header) : SentAt(header, firstSeen),
                DecidedAt(header))
            {
                Line = LineOf(header),
                NotBefore = TimeOf(header, "notBefore"),
                NotAppliedIn = isRedrive ? [] : NotAppliedIn(header),
            };
        }

        throw new InvalidMessageException(
            MessageFaultReason.WrongShape,
            new InputFault(pointer, "The envelope's header must have sourceId, firstSeen and attempt as this app writes them."));
    }

    /// <summary>What says nothing sensible of a request is passed over: the users are what matters.</summary>
    private static RequestLine? LineOf(JsonElement header) =>
        header.TryGetProperty(Request, out var request) && request.ValueKind is JsonValueKind.Object
        && request.TryGetProperty("message", out var message) && message.ValueKind is JsonValueKind.String && JsonText.TryGet(message, out var id)
        && QueuedSource.Find(id) is { Count: 1 }
        && request.TryGetProperty("line", out var number) && number.ValueKind is JsonValueKind.Number && number.TryGetInt32(out var line) && line > 0
            ? new RequestLine(id, line)
            : null;

    /// <summary>Batches of which a header says nothing that can be read are in doubt, as their intents say.</summary>
    private static IReadOnlyList<Guid> NotAppliedIn(JsonElement header) =>
        header.TryGetProperty("notAppliedIn", out var batches) && batches.ValueKind is JsonValueKind.Array && batches.GetArrayLength() <= DeferralHeader.MaxNotApplied
            ? [.. batches.EnumerateArray().Where(id => id.ValueKind is JsonValueKind.String && id.TryGetGuid(out _)).Select(id => id.GetGuid())]
            : [];

    /// <summary>Who sends a poison message back by hand decided about what was known when it was poisoned.</summary>
    private static DateTimeOffset? DecidedAt(JsonElement header) => TimeOf(header, "decidedAt") ?? TimeOf(header, "failedAt");

    private static DateTimeOffset? TimeOf(JsonElement header, string name) =>
        header.TryGetProperty(name, out var text) && JsonText.TryGetTime(text, out var time) ? time : null;

    /// <summary>A doubt without a time that can be read is as old as the message.</summary>
    private static DateTimeOffset? SentAt(JsonElement header, DateTimeOffset firstSeen) =>
        header.TryGetProperty("mayBeCreated", out var flag) && flag.ValueKind is JsonValueKind.True
            ? TimeOf(header, "sentAt") ?? firstSeen
            : null;

    /// <summary>HubSpot is asked first about users without a record, without a lower bound of time.</summary>
    private static DateTimeOffset? RedrivenSentAt(JsonElement header) => HasReason(header, UnknownReason) ? DateTimeOffset.MinValue : null;

    private static bool HasReason(JsonElement header, string name) => header.TryGetProperty("reason", out var reason) && JsonText.Is(reason, name);
}

/// <summary>What our own envelopes say of the inputs in them.</summary>
/// <param name="SourceId">The identity of the message they first came in.</param>
/// <param name="FirstSeen">When that message was put on the queue.</param>
/// <param name="Attempt">Which attempt the next delivery is, from 1.</param>
/// <param name="IsRedrive">Whether a person sent them back from the poison queue, and so decided on another attempt. Who sends back users whose id is another's decides nothing about the other.</param>
/// <param name="SentAt">When they may have been sent before, so that HubSpot must be asked first; null when nothing is said of that.</param>
/// <param name="DecidedAt">When the person decided; null when no decision was made, or the envelope does not say.</param>
internal sealed record EnvelopeHeader(
    SourceId SourceId,
    DateTimeOffset FirstSeen,
    long Attempt,
    bool IsRedrive,
    DateTimeOffset? SentAt = null,
    DateTimeOffset? DecidedAt = null)
{
    /// <summary>Where its user is counted when it came in a request under an identity of its own; null for any other.</summary>
    public RequestLine? Line { get; init; }

    /// <summary>The batches that certainly created none of its users.</summary>
    public IReadOnlyList<Guid> NotAppliedIn { get; init; } = [];

    /// <summary>When a deferral came back; null when it says nothing of that.</summary>
    public DateTimeOffset? NotBefore { get; init; }
}
