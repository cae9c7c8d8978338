using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

/// <summary>Names of our own objects are taken in any case; the names of properties are HubSpot's.</summary>
public sealed class MemberNameTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData($$$"""{"Id":"hr-1","TraceParent":"{{{TraceParent}}}","Inputs":[{"Properties":{"hs_email":"a"},"Associations":[],"ObjectWriteTraceId":"t"}]}""")]
    [InlineData($$$"""{"ID":"hr-1","TRACEPARENT":"{{{TraceParent}}}","PROPERTIES":{"hs_email":"a"},"associations":[],"objectwritetraceid":"t"}""")]
    [InlineData($$$"""{"\u0049d":"hr-1","trace\u0070arent":"{{{TraceParent}}}","\u0069nputs":[{"propertie\u0073":{"hs_email":"a"},"objectWriteTraceId":"t"}]}""")]
    public void Names_are_taken_in_any_case(string json)
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8(json));

        Assert.Equal(("hr-1", TraceParent), (parsed.Id, parsed.TraceParent));
        var user = Assert.Single(parsed.Inputs).User!;
        Assert.Equal(("a", "t"), (user.Properties["hs_email"], user.ObjectWriteTraceId));
    }

    [Fact]
    public void Names_of_properties_stay_as_they_are()
    {
        var user = MessageParser.ParseMessage(QueueMessages.Utf8("""{"properties":{"Inputs":"1","Id":"2","id":"3"}}""")).Inputs[0].User!;

        Assert.Equal(["Inputs", "Id", "id"], user.Properties.Keys);
    }

    [Theory]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"Inputs":[]}""", "/inputs")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"id":"a","Id":"b"}""", "/id")]
    [InlineData("""{"properties":{"a":"1"},"id":"a","ID":"a"}""", "/id")]
    [InlineData("""{"properties":{"a":"1"},"traceparent":"a","TraceParent":"a"}""", "/traceparent")]
    [InlineData("""{"specversion":"1.0","SpecVersion":"1.0","id":"1","source":"s","data":{}}""", "/specversion")]
    [InlineData("""{"specversion":"1.0","id":"1","source":"s","Source":"t","data":{}}""", "/source")]
    [InlineData("""{"$content":"e30=","$Content":"e30="}""", "/$content")]
    public void A_name_of_the_message_twice_in_different_case_is_refused(string json, string pointer)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(QueueMessages.Utf8(json)));

        Assert.Equal((MessageFaultReason.WrongShape, pointer), (exception.Reason, exception.Fault.Pointer));
        Assert.Contains("twice", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"properties":{"a":"1"},"Properties":{"a":"2"}}""", "/0/properties")]
    [InlineData("""{"properties":{"a":"1"},"associations":[],"ASSOCIATIONS":[]}""", "/0/associations")]
    [InlineData("""{"properties":{"a":"1"},"objectWriteTraceId":"1","ObjectWriteTraceId":"1"}""", "/0/objectWriteTraceId")]
    public void A_name_of_an_input_twice_in_different_case_is_its_fault(string input, string pointer)
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8($$$"""[{{{input}}},{"properties":{"a":"1"}}]"""));

        Assert.Equal(pointer, Assert.Single(parsed.Inputs[0].Faults).Pointer);
        Assert.NotNull(parsed.Inputs[1].User);
    }

    [Fact]
    public void Numbers_are_taken_where_text_is_asked_for()
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8("""{"id":4711,"properties":{"a":"1"},"objectWriteTraceId":12}"""));

        Assert.Equal(("4711", "12"), (parsed.Id, parsed.Inputs[0].User!.ObjectWriteTraceId));
    }

    [Theory]
    [InlineData("7.0")]
    [InlineData("7e1")]
    [InlineData("true")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void An_id_that_can_be_written_in_several_ways_is_refused(string id)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(QueueMessages.Utf8($$$"""{"id":{{{id}}},"properties":{"a":"1"}}""")));

        Assert.Equal("/id", exception.Fault.Pointer);
    }

    [Fact]
    public void An_envelope_of_such_a_message_is_read_again()
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8("""{"Id":"hr-1","TraceParent":"x","Properties":{"a":"1"},"ObjectWriteTraceId":7}"""));
        var header = new DeferralHeader(SourceId.OfProducer("hr-1"), QueueMessages.InsertedOn, 2, "So", QueueMessages.InsertedOn, TraceParent: null);

        var again = MessageParser.ParseMessage(DeferralEnvelope.Write(header, parsed.Inputs.Select(input => new EnvelopeInput(input.Index, Detail: null, input.Original))).ToMemory());

        Assert.Empty(again.Inputs[0].Faults);
        Assert.Equal("7", again.Inputs[0].User!.ObjectWriteTraceId);
    }
}
