using System.Security.Cryptography;
using System.Text.Json;
using HubSpotUsers.Ledger;

namespace HubSpotUsers.Messages;

/// <summary>A message of the poison queue, as far as it can be read.</summary>
internal sealed record PoisonedMessage
{
    /// <summary>Begins the identity of a message that has lost its own, before the hash of its content.</summary>
    public const string ContentPrefix = "host:";

    private const int HashBytes = 16;

    /// <summary>What a message says that cannot be read.</summary>
    private static readonly ParsedMessage Unreadable = new(null, null, []);

    /// <summary>The identity of the message its users first came in.</summary>
    public required SourceId SourceId { get; init; }

    /// <summary>Why it is in the poison queue.</summary>
    public required PoisonReason Reason { get; init; }

    /// <summary>Whether its users may be in HubSpot and only a person can decide what becomes of them.</summary>
    public required bool IsDoubtful { get; init; }

    /// <summary>When the message its users first came in was put on the queue.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was poisoned.</summary>
    public required DateTimeOffset FailedAt { get; init; }

    /// <summary>What went wrong, without any value; null when nothing is said of that.</summary>
    public string? Detail { get; init; }

    /// <summary>Where its user is counted when it came in a request under an identity of its own.</summary>
    public RequestLine? Line { get; init; }

    /// <summary>Its inputs; empty when it cannot be read.</summary>
    public required IReadOnlyList<ParsedInput> Inputs { get; init; }

    /// <summary>Whether no input of it can be sent as it is.</summary>
    public bool NeedsCorrection => Inputs.All(input => input.User is null);

    /// <summary>The reason to give when its users are sent on: a doubt is one, whoever left it.</summary>
    public PoisonReason ReasonLeft => IsDoubtful ? PoisonReason.Unknown : Reason;

    /// <summary>How many users it has; what cannot be read counts as one.</summary>
    public int Users => Math.Max(1, Inputs.Count);

    /// <summary>Reads a message.</summary>
    /// <param name="insertedOn">When it was put on the poison queue.</param>
    public static PoisonedMessage Read(BinaryData body, DateTimeOffset insertedOn)
    {
        var parsed = Parse(body);
        if (TryReadOfApp(body, parsed, insertedOn) is { } written)
        {
            return written;
        }

        // The Functions host copies a message without its id: what the message says of itself is all there is to know it by.
        var sourceId = parsed switch
        {
            { Envelope: { } envelope } => envelope.SourceId,
            { Id: { } producerId } => SourceId.OfProducer(producerId),
            _ => null,
        };
        return new PoisonedMessage
        {
            SourceId = sourceId ?? OfContent(body),
            Reason = PoisonReason.Host,
            IsDoubtful = sourceId is null || parsed.Envelope is { SentAt: not null },
            FirstSeen = parsed.Envelope?.FirstSeen ?? insertedOn,
            FailedAt = insertedOn,
            Line = parsed.Envelope?.Line,
            Inputs = parsed.Inputs,
        };
    }

    private static PoisonedMessage OfApp(JsonElement header, ParsedMessage parsed, DateTimeOffset insertedOn)
    {
        var envelope = EnvelopeReader.ReadPoison(header);
        var isKnown = Enum.TryParse<PoisonReason>(Text(header, "reason"), out var reason) && Enum.IsDefined(reason);
        return new PoisonedMessage
        {
            SourceId = envelope.SourceId,

            // A reason of a later version may mean anything, doubt included.
            Reason = isKnown ? reason : PoisonReason.Unknown,
            IsDoubtful = !isKnown || reason is PoisonReason.Unknown,
            FirstSeen = envelope.FirstSeen,
            FailedAt = header.TryGetProperty("failedAt", out var at) && JsonText.TryGetTime(at, out var failedAt) ? failedAt : insertedOn,
            Detail = Text(header, "detail"),
            Line = envelope.Line,
            Inputs = parsed.Envelope is null ? [] : parsed.Inputs,
        };
    }

    private static ParsedMessage Parse(BinaryData body)
    {
        try
        {
            return MessageParser.ParseMessage(body.ToMemory());
        }
        catch (InvalidMessageException)
        {
            return Unreadable;
        }
    }

    /// <summary>Reads a message by the app's own header; null when there is none that can be used.</summary>
    private static PoisonedMessage? TryReadOfApp(BinaryData body, ParsedMessage parsed, DateTimeOffset insertedOn)
    {
        try
        {
            var root = JsonElement.Parse(body.ToMemory().Span);
            return root.ValueKind is JsonValueKind.Object && root.TryGetProperty(PoisonEnvelope.Name, out var header) ? OfApp(header, parsed, insertedOn) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or InvalidMessageException)
        {
            // A message that is not this app's; the names in it need not be text (half of a surrogate pair).
            return null;
        }
    }

    /// <summary>Copies of one message have one identity, so that the ledger makes one of them.</summary>
    private static SourceId OfContent(BinaryData body) =>
        SourceId.OfProducer(ContentPrefix + Convert.ToHexStringLower(SHA256.HashData(body.ToMemory().Span).AsSpan(0, HashBytes)));

    private static string? Text(JsonElement header, string name) =>
        header.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String && JsonText.TryGet(text, out var value) ? value : null;
}
