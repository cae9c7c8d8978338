using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class PoisonedMessageTests
{
    private const string Anna = """{"properties":{"hs_email":"anna@example.com"}}""";

    [Theory]
    [InlineData("Rejected", "Rejected", false)]
    [InlineData("Unknown", "Unknown", true)]
    [InlineData("ReasonOfLater", "Unknown", true)]
    public void The_app_s_own_message_says_what_it_is(string written, string read, bool isDoubtful)
    {
        var message = Read($$$"""{"poison":{"sourceId":"m-1","firstSeen":"2026-11-20T00:00:00Z","attempt":2,"reason":"{{{written}}}","detail":"2 users","failedAt":"2026-11-21T00:00:00Z"},"inputs":[{"index":4,"properties":{"a":"1"}}]}""");

        Assert.Equal(("m-1", read, isDoubtful, false), (message.SourceId.Value, message.Reason.ToString(), message.IsDoubtful, message.NeedsCorrection));
        Assert.Equal(("2 users", "2026-11-21", "2026-11-20"), (message.Detail, message.FailedAt.ToString("yyyy-MM-dd"), message.FirstSeen.ToString("yyyy-MM-dd")));
        Assert.Equal(4, Assert.Single(message.Inputs).Index);
    }

    [Fact]
    public void What_the_app_could_not_read_needs_a_correction()
    {
        var message = Read("""{"poison":{"sourceId":"m","firstSeen":"2026-11-20T00:00:00Z","attempt":1,"reason":"InvalidMessage"},"original":"bm8="}""");

        Assert.Equal((PoisonReason.InvalidMessage, true, false, 1), (message.Reason, message.NeedsCorrection, message.IsDoubtful, message.Users));
    }

    [Fact]
    public void A_time_of_failure_that_is_not_text_is_that_of_the_message()
    {
        var message = Read("""{"poison":{"sourceId":"m","firstSeen":"2026-11-20T00:00:00Z","attempt":1,"reason":"Rejected","failedAt":"\ud8002026-11-21T00:00:00Z"}}""");

        Assert.Equal(("m", PoisonReason.Rejected, Batches.Now), (message.SourceId.Value, message.Reason, message.FailedAt));
    }

    [Theory]
    [InlineData("{\"properties\":{\"a\":", 14, "}}")]
    [InlineData("[{\"properties\":{}},{\"properties\":{\"a\":", 13, "}}]")]
    [InlineData("[{\"properties\":{}},", 15, "]")]
    public void Inputs_keep_their_indexes_however_deep_a_message_may_nest_them(string before, int arrays, string after)
    {
        var inputs = MessageParser.ParseMessage(QueueMessages.Utf8(before + new string('[', arrays) + new string(']', arrays) + after)).Inputs;
        var header = new PoisonHeader(SourceId.OfProducer("order-7"), PoisonReason.InvalidMessage, "Bad", CorrelationId: null, 1, QueueMessages.InsertedOn, QueueMessages.InsertedOn);

        var message = PoisonedMessage.Read(PoisonEnvelope.Write(header, inputs.Select(input => new EnvelopeInput(input.Index, "What is wrong", input.Original))), Batches.Now);

        Assert.Equal((header.SourceId, PoisonReason.InvalidMessage), (message.SourceId, message.Reason));
        Assert.Equal(inputs.Select(input => input.Index), message.Inputs.Select(input => input.Index));
    }

    [Fact]
    public void Copies_of_a_bare_message_have_one_identity_and_other_messages_another()
    {
        var (one, again, other) = (Read(Anna), Read(Anna), Read("""{"properties":{"hs_email":"bert@example.com"}}"""));

        Assert.Equal((PoisonReason.Host, true), (one.Reason, one.IsDoubtful));
        Assert.Equal(one.SourceId, again.SourceId);
        Assert.NotEqual(one.SourceId, other.SourceId);
        Assert.True(SourceId.IsValid(one.SourceId.Value) && one.SourceId.IsProducers);
    }

    [Theory]
    [InlineData("{\"id\":\"order-7\",\"inputs\":[{\"properties\":{}}]}", "order-7", false)]
    [InlineData("{\"deferral\":{\"sourceId\":\"m\",\"firstSeen\":\"2026-11-20T00:00:00Z\",\"attempt\":3},\"inputs\":[{\"index\":1,\"properties\":{}}]}", "m", false)]
    [InlineData("{\"deferral\":{\"sourceId\":\"m\",\"firstSeen\":\"2026-11-20T00:00:00Z\",\"attempt\":3,\"mayBeCreated\":true},\"inputs\":[{\"index\":1,\"properties\":{}}]}", "m", true)]
    public void A_message_that_the_host_copied_keeps_the_identity_it_carries(string body, string sourceId, bool isDoubtful)
    {
        var message = Read(body);

        Assert.Equal((sourceId, PoisonReason.Host, isDoubtful), (message.SourceId.Value, message.Reason, message.IsDoubtful));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"poison":7}""")]
    [InlineData("""{"poison":{"sourceId":"?"},"inputs":[]}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"poiso\ud800n":7}""")]
    [InlineData("""{"poison":{"sour\ud800ceId":"m"},"inputs":[]}""")]
    [InlineData("""{"poison":{"sourceId":"m","firstSeen":"2026-11-20T00:00:00Z","attempt":1,"det\ud800ail":"7"},"inputs":[]}""")]
    public void Whatever_else_is_there_is_the_host_s_and_needs_a_correction(string body)
    {
        var message = Read(body);

        Assert.Equal((PoisonReason.Host, true, true), (message.Reason, message.IsDoubtful, message.NeedsCorrection));
    }

    [Fact]
    public void What_is_sent_back_carries_the_identity_and_the_decision()
    {
        var header = new RedriveHeader(SourceId.OfProducer("order-7"), QueueMessages.InsertedOn, PoisonReason.Unknown, Batches.Now);

        var read = MessageParser.ParseMessage(RedriveEnvelope.Write(header, Read($"[{Anna}]").Inputs.Select(input => new EnvelopeInput(6, null, input.Original))).ToMemory());

        Assert.Equal(new EnvelopeHeader(header.SourceId, header.FirstSeen, 1, IsRedrive: true, DateTimeOffset.MinValue, Batches.Now), read.Envelope);
        Assert.Equal(6, Assert.Single(read.Inputs).Index);
    }

    private static PoisonedMessage Read(string body) => PoisonedMessage.Read(BinaryData.FromString(body), Batches.Now);
}
