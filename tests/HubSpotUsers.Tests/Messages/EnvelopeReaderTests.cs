using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class EnvelopeReaderTests
{
    private const string Good = """{"index":3,"properties":{"a":"1"}}""";
    private const string Header = """{"sourceId":"m-1","firstSeen":"2026-11-23T09:59:00Z","attempt":4}""";

    [Fact]
    public void A_deferral_says_whose_inputs_it_has_and_which_try_comes()
    {
        var message = Read($$$"""{"deferral":{{{Header}}},"inputs":[{{{Good}}},{"index":0,"detail":"x","properties":{"a":"1"}}]}""");

        Assert.Equal(new EnvelopeHeader(SourceId.Of("m-1", QueueMessages.InsertedOn), QueueMessages.InsertedOn, 4, IsRedrive: false), message.Envelope);
        Assert.Equal([3, 0], message.Inputs.Select(input => input.Index));
        Assert.All(message.Inputs, input => Assert.NotNull(input.User));
    }

    [Fact]
    public void Poison_sent_back_is_a_redrive_and_begins_anew()
    {
        var message = Read($$"""{"poison":{{Header}},"inputs":[{{Good}}]}""");

        Assert.Equal((1L, true), (message.Envelope!.Attempt, message.Envelope.IsRedrive));
    }

    [Fact]
    public void A_producers_key_stays_a_producers_key()
    {
        var message = Read("""{"deferral":{"sourceId":"order-7","byProducer":true,"firstSeen":"2026-11-23T09:59:00Z","attempt":2},"inputs":[{"index":0,"properties":{"a":"1"}}]}""");

        Assert.Equal(SourceId.OfProducer("order-7"), message.Envelope!.SourceId);
    }

    [Theory]
    [InlineData("""{"message":"019ab4d2a6f07c3e9d1b5a4f3c2e1d00.000000007.1.00ffaa11","line":9}""", 9)]
    [InlineData("""{"message":"019ab4d2a6f07c3e9d1b5a4f3c2e1d00.000000007.2.00ffaa11","line":9}""", null)]
    [InlineData("""{"message":"order-7","line":9}""", null)]
    [InlineData("""{"message":"019ab4d2a6f07c3e9d1b5a4f3c2e1d00.000000007.1.00ffaa11","line":0}""", null)]
    [InlineData("""{"line":9}""", null)]
    [InlineData("\"later\"", null)]
    public void What_a_header_says_of_a_request_is_taken_or_passed_over(string request, int? line)
    {
        foreach (var name in new[] { "deferral", "poison" })
        {
            var message = Read($$$"""{"{{{name}}}":{"request":{{{request}}},"sourceId":"hr-1","byProducer":true,"firstSeen":"2026-11-23T09:59:00Z","attempt":4},"inputs":[{{{Good}}}]}""");

            Assert.Equal((SourceId.OfProducer("hr-1"), line), (message.Envelope!.SourceId, message.Envelope.Line?.Line));
        }
    }

    [Fact]
    public void A_message_without_a_header_of_ours_is_no_envelope()
    {
        Assert.Null(Read("""{"inputs":[{"properties":{"a":"1"}}]}""").Envelope);
        Assert.Null(Read("""[{"properties":{"a":"1"}}]""").Envelope);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"firstSeen":"2026-11-23T09:59:00Z","attempt":1}""")]
    [InlineData("""{"sourceId":"","firstSeen":"2026-11-23T09:59:00Z","attempt":1}""")]
    [InlineData("""{"sourceId":"a/b","firstSeen":"2026-11-23T09:59:00Z","attempt":1}""")]
    [InlineData("""{"sourceId":"\ud800","firstSeen":"2026-11-23T09:59:00Z","attempt":1}""")]
    [InlineData("""{"sourceId":"m","firstSeen":"\ud800","attempt":1}""")]
    [InlineData("""{"sourceId":"m","attempt":1}""")]
    [InlineData("""{"sourceId":"m","firstSeen":"yesterday","attempt":1}""")]
    [InlineData("""{"sourceId":"m","firstSeen":"2026-11-23T09:59:00Z"}""")]
    [InlineData("""{"sourceId":"m","firstSeen":"2026-11-23T09:59:00Z","attempt":0}""")]
    [InlineData("""{"sourceId":"m","firstSeen":"2026-11-23T09:59:00Z","attempt":1.5}""")]
    [InlineData("""{"sourceId":"m","firstSeen":"2026-11-23T09:59:00Z","attempt":"1"}""")]
    public void A_header_that_is_not_as_we_write_it_is_refused(string header)
    {
        Assert.Equal("/deferral", Refused($$"""{"deferral":{{header}},"inputs":[{{Good}}]}""").Pointer);
        Assert.Equal("/poison", Refused($$"""{"poison":{{header}},"inputs":[{{Good}}]}""").Pointer);
    }

    [Theory]
    [InlineData("""{"properties":{"a":"1"}}""")]
    [InlineData("""{"index":-1,"properties":{"a":"1"}}""")]
    [InlineData("""{"index":1.5,"properties":{"a":"1"}}""")]
    [InlineData("""{"index":"1","properties":{"a":"1"}}""")]
    [InlineData("""{"index":9999999999,"properties":{"a":"1"}}""")]
    [InlineData("7")]
    public void An_input_must_have_the_index_it_had(string input)
    {
        Assert.Equal("/inputs/1/index", Refused($$"""{"deferral":{{Header}},"inputs":[{{Good}},{{input}}]}""").Pointer);
    }

    [Theory]
    [InlineData("""{"deferral":{"sourceId":"m","firstSeen":"2026-11-23T09:59:00Z","attempt":1,"mayBeCreated":true,"sentAt":"\ud800"},"inputs":[{"index":0,"properties":{"a":"1"}}]}""")]
    [InlineData("""{"poison":{"sourceId":"m","firstSeen":"2026-11-23T09:59:00Z","attempt":1,"reason":"\ud800"},"inputs":[{"index":0,"properties":{"a":"1"}}]}""")]
    public void Half_a_surrogate_pair_in_a_header_is_no_crash(string json)
    {
        Assert.NotNull(Read(json).Envelope);
    }

    [Fact]
    public void Two_inputs_of_one_index_are_refused()
    {
        Assert.Equal("/inputs", Refused($$"""{"poison":{{Header}},"inputs":[{{Good}},{{Good}}]}""").Pointer);
    }

    [Fact]
    public void Index_and_detail_stand_in_envelopes_only()
    {
        Assert.Equal(2, Assert.Single(Read("""{"inputs":[{"index":3,"detail":"x","properties":{"a":"1"}}]}""").Inputs).Faults.Count);
    }

    private static ParsedMessage Read(string json) => MessageParser.ParseMessage(QueueMessages.Utf8(json));

    private static InputFault Refused(string json)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => Read(json));
        Assert.Equal(MessageFaultReason.WrongShape, exception.Reason);
        return exception.Fault;
    }
}
