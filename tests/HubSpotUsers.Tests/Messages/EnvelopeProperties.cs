using System.Text.Json;
using FsCheck.Xunit;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class EnvelopeProperties
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Property(Arbitrary = [typeof(MessageArbitraries)])]
    public void A_deferral_parses_back_to_its_inputs_and_identity(UserInput[] users, bool byProducer, int first)
    {
        var sourceId = byProducer ? SourceId.OfProducer("order-7") : SourceId.Of("m-1", QueueMessages.InsertedOn);
        var header = new DeferralHeader(sourceId, QueueMessages.InsertedOn, 7, "Because \"so\"", QueueMessages.InsertedOn.AddHours(1), TraceParent);
        var inputs = Inputs(users, first & 0xFFFF);

        var read = Read(DeferralEnvelope.Write(header, inputs));

        Assert.Equal(new EnvelopeHeader(sourceId, QueueMessages.InsertedOn, 7, IsRedrive: false) { NotBefore = header.NotBefore }, read.Envelope);
        Assert.Equal(TraceParent, read.TraceParent);
        Assert.Equal(inputs.Select(input => input.Index), read.Inputs.Select(input => input.Index));
        Assert.Equal(Serialize(users), Serialize(read.Inputs.Select(input => input.User!)));
    }

    [Property(Arbitrary = [typeof(MessageArbitraries)])]
    public void Poison_sent_back_parses_to_its_inputs(UserInput[] users, int first)
    {
        var header = new PoisonHeader(SourceId.OfProducer("order-7"), PoisonReason.Rejected, "Bad", "c-1", 9, QueueMessages.InsertedOn, QueueMessages.InsertedOn);
        var inputs = Inputs(users, first & 0xFFFF).Select(input => input with { Detail = "What <is> \"wrong\"" }).ToList();

        var read = Read(PoisonEnvelope.Write(header, inputs));

        Assert.Equal(new EnvelopeHeader(header.SourceId, QueueMessages.InsertedOn, 1, IsRedrive: true, DecidedAt: header.FailedAt), read.Envelope);
        Assert.Equal(inputs.Select(input => input.Index), read.Inputs.Select(input => input.Index));
        Assert.Equal(Serialize(users), Serialize(read.Inputs.Select(input => input.User!)));
    }

    [Property(Arbitrary = [typeof(MessageArbitraries)])]
    public void An_envelope_of_an_envelopes_inputs_is_the_same_again(UserInput[] users)
    {
        var header = new DeferralHeader(SourceId.OfProducer("order-7"), QueueMessages.InsertedOn, 2, "So", QueueMessages.InsertedOn, TraceParent: null);
        var envelope = DeferralEnvelope.Write(header, Inputs(users, 0));

        var again = DeferralEnvelope.Write(header, Read(envelope).Inputs.Select(input => new EnvelopeInput(input.Index, Detail: null, input.Original)));

        Assert.Equal(envelope.ToString(), again.ToString());
    }

    private static List<EnvelopeInput> Inputs(UserInput[] users, int first) =>
        [.. users.Select((user, position) => new EnvelopeInput(first + (position * 2), Detail: null, JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(user, HubSpotJson.Default.UserInput))))];

    private static ParsedMessage Read(BinaryData envelope) => MessageParser.ParseRequest(envelope.ToMemory());

    private static string Serialize(IEnumerable<UserInput> users) =>
        JsonSerializer.Serialize(new BatchCreateRequest([.. users]), HubSpotJson.Default.BatchCreateRequest);
}
