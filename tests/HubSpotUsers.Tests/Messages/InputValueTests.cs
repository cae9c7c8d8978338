using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class InputValueTests
{
    [Theory]
    [InlineData("\"text\"", "text")]
    [InlineData("\"\"", "")]
    [InlineData("42", "42")]
    [InlineData("-1.50e3", "-1.50e3")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("\"🦄 زين\"", "🦄 زين")]
    [InlineData("\"\\ud83e\\udd84\"", "🦄")]
    [InlineData("\"\\u0000\"", "\0")]
    public void Scalars_become_strings(string json, string expected)
    {
        var input = Read($$$"""{"properties":{"a":{{{json}}},"b":"1"}}""");

        Assert.Equal(expected, input.User!.Properties["a"]);
    }

    [Fact]
    public void Null_is_left_out()
    {
        var input = Read("""{"properties":{"a":null,"b":"1"},"associations":null,"objectWriteTraceId":null}""");

        Assert.Equal(["b"], input.User!.Properties.Keys);
        Assert.Empty(input.User.Associations);
        Assert.Null(input.User.ObjectWriteTraceId);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"b":1}}}""", "/properties/a")]
    [InlineData("""{"properties":{"a":["b"]}}""", "/properties/a")]
    [InlineData("""{"properties":{"a":"\ud800"}}""", "/properties/a")]
    [InlineData("""{"properties":{" ":"x"}}""", "/properties/#0")]
    [InlineData("""{"properties":{"":"x"}}""", "/properties/#0")]
    [InlineData("""{"properties":[]}""", "/properties")]
    [InlineData("""{"properties":null}""", "/properties")]
    [InlineData("""{"associations":[]}""", "/properties")]
    [InlineData("{}", "/properties")]
    [InlineData("""{"properties":{"a":"1"},"Properties":{"a":"1"}}""", "/properties")]
    [InlineData("""{"properties":{}}""", "/properties")]
    [InlineData("""{"properties":{"a":null,"b":"","c":" \t\u3000"}}""", "/properties")]
    [InlineData("""{"properties":{"a":"1"},"objectWriteTraceId":7.5}""", "/objectWriteTraceId")]
    [InlineData("""{"properties":{"a":"1"},"objectWriteTraceId":true}""", "/objectWriteTraceId")]
    [InlineData("""{"properties":{"a":"1"},"objectWriteTraceId":""}""", "/objectWriteTraceId")]
    [InlineData("""{"properties":{"a":"1"},"objectWriteTraceId":"\udc00"}""", "/objectWriteTraceId")]
    public void A_fault_is_named_by_its_pointer(string json, string pointer)
    {
        var input = Read(json);

        Assert.Null(input.User);
        Assert.Equal(pointer, Assert.Single(input.Faults).Pointer);
    }

    [Theory]
    [InlineData("""{"properties":{"\ud800":"x"}}""")]
    [InlineData("""{"properties":{"a":"1"},"\udc00":"x"}""")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"\ud800":"x"}""")]
    [InlineData("""{"properties":{"a":"1"},"associations":[{"\ud800":1,"to":{"id":"1"},"types":[]}]}""")]
    public void A_name_with_half_a_surrogate_pair_is_a_fault_not_a_crash(string json)
    {
        ParsedInput? input = null;

        var exception = Record.Exception(() => input = Read(json));

        Assert.True(exception is InvalidMessageException || input is { User: null });
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void A_trace_id_has_at_most_256_characters(int length, bool isGood)
    {
        var input = Read($$"""{"properties":{"a":"1"},"objectWriteTraceId":"{{new string('t', length)}}"}""");

        Assert.Equal(isGood, input.User is not null);
    }

    [Fact]
    public void Every_fault_of_an_input_is_reported()
    {
        var input = Read("""{"properties":{"a":[],"b":{}},"associations":7,"odd":1}""");

        Assert.Equal(["/properties/a", "/properties/b", "/associations", "/odd"], input.Faults.Select(fault => fault.Pointer));
    }

    [Fact]
    public void A_bad_input_keeps_the_good_ones_beside_it()
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8("""[{"properties":{"a":"1"}},{"properties":{"a":[]}},"x",{"properties":{"a":"1"},"id":"1"},{"properties":{"a":"1"}}]"""));

        Assert.Equal([0, 4], parsed.Inputs.Where(input => input.User is not null).Select(input => input.Index));
        Assert.Equal(["/1/properties/a", "/2", "/3/id"], parsed.Inputs.SelectMany(input => input.Faults).Select(fault => fault.Pointer));
    }

    [Fact]
    public void An_input_of_a_request_has_at_most_64_KiB()
    {
        var large = $$$"""{"properties":{"a":"{{{new string('x', MessageParser.MaxMessageBytes)}}}"}}""";

        var parsed = MessageParser.ParseRequest(QueueMessages.Utf8($$$"""{"inputs":[{{{large}}},{"properties":{"a":"1"}}]}"""));

        Assert.Equal("/inputs/0", Assert.Single(parsed.Inputs[0].Faults).Pointer);
        Assert.NotNull(parsed.Inputs[1].User);
    }

    [Fact]
    public void Long_names_are_not_repeated_in_pointers()
    {
        var input = Read($$"""{"properties":{"a":"1"},"{{new string('n', 101)}}":1,"{{new string('n', 100)}}":1}""");

        Assert.Equal(["/#1", "/" + new string('n', 100)], input.Faults.Select(fault => fault.Pointer));
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("Lovelace")]
    [InlineData("+49 30 901820")]
    [InlineData("4711")]
    [InlineData("_ada")]
    [InlineData("löwe")]
    [InlineData("a-b")]
    [InlineData("a/b")]
    public void A_name_that_HubSpot_cannot_have_given_becomes_a_position(string name)
    {
        var input = Read($$$"""{"properties":{"hs_email":"a","{{{name}}}":[]},"associations":[{"to":{"id":"1","{{{name}}}":1},"types":[{"associationCategory":"WORK","associationTypeId":1}]}],"{{{name}}}":1}""");

        Assert.Equal(["/properties/#1", "/associations/0/to/#1", "/#2"], input.Faults.Select(fault => fault.Pointer));
    }

    private static ParsedInput Read(string json) => MessageParser.ParseMessage(QueueMessages.Utf8(json)).Inputs[0];
}
