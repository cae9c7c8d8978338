using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class AcceptedShapesTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Theory]
    [InlineData("""{"properties":{"hs_job_title":"A"}}""", 1)]
    [InlineData("""{"inputs":[{"properties":{"hs_job_title":"A"}},{"properties":{"a":"1"}}]}""", 2)]
    [InlineData("""[{"properties":{"hs_job_title":"A"}},{"properties":{"a":"1"}},{"properties":{"a":"1"}}]""", 3)]
    public void Every_shape_gives_its_inputs_in_order(string json, int count)
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8(json));

        Assert.Equal(Enumerable.Range(0, count), parsed.Inputs.Select(input => input.Index));
        Assert.All(parsed.Inputs, input => Assert.Empty(input.Faults));
        Assert.Equal("A", parsed.Inputs[0].User!.Properties["hs_job_title"]);
        Assert.Null(parsed.Id);
        Assert.Null(parsed.TraceParent);
    }

    [Theory]
    [InlineData($$$"""{"id":"order-7","traceparent":"{{{TraceParent}}}","properties":{"a":"1"}}""")]
    [InlineData($$$"""{"id":"order-7","traceparent":"{{{TraceParent}}}","inputs":[{"properties":{"a":"1"}}]}""")]
    public void Id_and_traceparent_stand_on_the_message(string json)
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8(json));

        Assert.Equal("order-7", parsed.Id);
        Assert.Equal(TraceParent, parsed.TraceParent);
        Assert.Empty(Assert.Single(parsed.Inputs).Faults);
    }

    [Theory]
    [InlineData("\"nonsense\"")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    public void An_unusable_traceparent_is_left_out(string value)
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8($$$"""{"traceparent":{{{value}}},"properties":{"a":"1"}}"""));

        Assert.Null(parsed.TraceParent);
        Assert.Empty(parsed.Inputs[0].Faults);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\uFEFF \r\n\t")]
    [InlineData("  \n")]
    public void Byte_order_mark_and_white_space_may_come_first(string prefix)
    {
        const string Json = """{"properties":{"a":"1"}}""";

        ParsedMessage[] parsed =
        [
            MessageParser.ParseMessage(QueueMessages.Utf8($"{prefix}{Json}\r\n ")),
            MessageParser.ParseMessage(QueueMessages.Base64($"{prefix}{Json}\n")),
            MessageParser.ParseRequest(QueueMessages.Utf8($"{prefix}{Json}")),
        ];

        Assert.All(parsed, message => Assert.Equal("1", message.Inputs[0].User!.Properties["a"]));
    }

    [Fact]
    public void Base64_may_stand_in_white_space()
    {
        var base64 = Convert.ToBase64String(QueueMessages.Utf8("""[{"properties":{"a":"1"}}]""").Span);

        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8($" {base64}\r\n"));

        Assert.Single(parsed.Inputs);
    }

    [Fact]
    public void A_request_is_not_taken_in_base64()
    {
        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseRequest(QueueMessages.Base64("""[{"properties":{"a":"1"}}]""")));

        Assert.Equal(MessageFaultReason.NotJson, exception.Reason);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("0b9a.3d_6c:x-Y")]
    public void Ids_of_the_allowed_characters_are_taken(string id)
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8($$$"""{"id":"{{{id}}}","inputs":[{"properties":{"a":"1"}}]}"""));

        Assert.Equal(id, parsed.Id);
    }

    [Fact]
    public void The_original_of_every_input_is_kept()
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8("""[{"properties": {"a":1}},"odd"]"""));

        Assert.Equal(["""{"properties": {"a":1}}""", "\"odd\""], parsed.Inputs.Select(input => input.Original.GetRawText()));
    }
}
