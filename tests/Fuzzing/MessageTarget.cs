using System.Text;
using System.Text.Json;
using HubSpotUsers;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;

namespace Fuzzing;

/// <summary>Bytes as a queue message, as a request and as a message of the poison queue.</summary>
internal static class MessageTarget
{
    private static readonly DateTimeOffset InsertedOn = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);
    private static readonly SourceId Source = SourceId.OfProducer("order-7");

    /// <summary>A message is read with every input or refused with a reason, and what is read comes back from our own envelopes.</summary>
    public static void Run(byte[] body)
    {
        if (Read(MessageParser.ParseMessage, body) is { Inputs: { Count: > 0 } inputs })
        {
            CheckDeferral([.. inputs.Where(input => input.User is not null)]);
            CheckPoison(inputs);
        }

        Read(MessageParser.ParseRequest, body);
        CheckPoisoned(PoisonedMessage.Read(BinaryData.FromBytes(body), InsertedOn));
    }

    private static ParsedMessage? Read(Func<ReadOnlyMemory<byte>, ParsedMessage> parse, byte[] body)
    {
        try
        {
            var parsed = parse(body);
            CheckRead(parsed, body);
            return parsed;
        }
        catch (InvalidMessageException exception)
        {
            Promise.Holds(exception.Fault.Detail.Length > 0, "a refusal has a reason");
            return null;
        }
    }

    private static void CheckRead(ParsedMessage parsed, byte[] body)
    {
        Promise.Holds(parsed.Inputs.All(input => input.User is null != input.Faults.Count is 0), "an input is a user or has faults");
        Promise.Holds(parsed.Inputs.All(input => input.User is null || input.User.Properties.Values.Any(value => value.Length > 0)), "a user has a value");
        Promise.Holds(parsed.Id is null || SourceId.IsValid(parsed.Id), "an id is valid");
        if (parsed.Events.Count > 0)
        {
            Promise.Holds(parsed.Inputs.Count is 0 && parsed.Events.All(IsOneOrRefused), "an event of several is one with an identity, or refused");
            return;
        }

        Promise.Holds(parsed.Inputs.Count > 0, "a message has inputs");
        Promise.Holds(parsed.Inputs.DistinctBy(input => input.Index).Count() == parsed.Inputs.Count, "no two inputs have the same index");
        Promise.Holds(parsed.Envelope is not null || parsed.Inputs.Select(input => input.Index).SequenceEqual(Enumerable.Range(0, parsed.Inputs.Count)), "inputs are counted from 0");
        Promise.Holds(Expected(body) is not { } expected || expected == parsed.Inputs.Count, "every input is read");
    }

    private static bool IsOneOrRefused(ReadOnlyMemory<byte> item)
    {
        try
        {
            return MessageParser.ParseMessage(item) is { Id: not null, Events: [] } or { Envelope: not null };
        }
        catch (InvalidMessageException)
        {
            return true;
        }
    }

    /// <summary>How many inputs a plain message has, counted by other means; null for what is wrapped.</summary>
    private static int? Expected(byte[] body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            return root.ValueKind switch
            {
                JsonValueKind.Array when Member(root[0], "specversion") is null && Member(root[0], "eventType") is null => root.GetArrayLength(),
                JsonValueKind.Object when Member(root, "inputs") is { } inputs => inputs.GetArrayLength(),
                JsonValueKind.Object when Member(root, "properties") is not null => 1,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? Member(JsonElement element, string name) => element.ValueKind is JsonValueKind.Object
        ? element.EnumerateObject().Where(member => Ascii.EqualsIgnoreCase(member.Name, name)).Select(member => (JsonElement?)member.Value).FirstOrDefault()
        : null;

    /// <summary>Users that are deferred come back as they were.</summary>
    private static void CheckDeferral(IReadOnlyList<ParsedInput> inputs)
    {
        var header = new DeferralHeader(Source, InsertedOn, 2, "Because", InsertedOn, TraceParent: null);
        var envelope = DeferralEnvelope.Write(header, inputs.Select(input => new EnvelopeInput(input.Index, Detail: null, input.Original)));
        Promise.Holds(inputs.Count is not 1 || EnvelopeSender.Fits(envelope), "a user fits into an envelope");
        if (inputs.Count > 0 && EnvelopeSender.Fits(envelope))
        {
            var back = MessageParser.ParseMessage(QueueText.Of(envelope).ToMemory());
            Promise.Holds(back.Envelope?.SourceId == Source, "a deferral keeps the identity");
            Promise.Holds(Describe(inputs) == Describe(back.Inputs), "a deferral keeps the users");
        }
    }

    /// <summary>Inputs that are poisoned are as many when they are read, and as good.</summary>
    private static void CheckPoison(IReadOnlyList<ParsedInput> inputs)
    {
        var header = new PoisonHeader(Source, PoisonReason.Rejected, "Bad", CorrelationId: null, 9, InsertedOn, InsertedOn);
        var envelope = PoisonEnvelope.Write(header, inputs.Select(input => new EnvelopeInput(input.Index, "What is wrong", input.Original)));
        if (EnvelopeSender.Fits(envelope))
        {
            var poisoned = PoisonedMessage.Read(QueueText.Of(envelope), InsertedOn);
            CheckPoisoned(poisoned);
            Promise.Holds(poisoned.SourceId == Source && poisoned.Reason is PoisonReason.Rejected, "poison keeps identity and reason");
            Promise.Holds(Describe(inputs) == Describe(poisoned.Inputs), "poison keeps the inputs");
        }
    }

    private static void CheckPoisoned(PoisonedMessage poisoned)
    {
        Promise.Holds(SourceId.IsValid(poisoned.SourceId.Value), "poison has an identity");
        Promise.Holds(poisoned.Inputs.All(input => input.User is null != input.Faults.Count is 0), "an input in poison is a user or has faults");
    }

    private static string Describe(IEnumerable<ParsedInput> inputs) => string.Join('\n', inputs.Select(input =>
        $"{input.Index} {(input.User is { } user ? JsonSerializer.Serialize(user, HubSpotJson.Default.UserInput) : "faulty")}"));
}
