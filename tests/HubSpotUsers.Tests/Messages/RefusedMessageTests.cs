using System.Text;
using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class RefusedMessageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\uFEFF")]
    [InlineData("hello")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"properties\":{\"a\":\"1\"}} x")]
    [InlineData("{'properties':{}}")]
    [InlineData("{\"properties\":{\"a\":\"1\"},}")]
    [InlineData("{\"properties\":{\"a\":\"\0\"}}")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("{\"properties\":{\"a\":\"1\"},\"properties\":{\"a\":\"1\"}}")]
    [InlineData("{\"properties\":{\"a\":\"1\",\"a\":\"2\"}}")]
    public void What_is_not_a_JSON_object_or_array_is_refused(string body)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(QueueMessages.Utf8(body)));

        Assert.Equal(MessageFaultReason.NotJson, exception.Reason);
        Assert.Equal(exception.Fault.Detail, exception.Message);
        Assert.DoesNotContain("line ,", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("byte  ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF8_is_refused_plain_and_in_base64()
    {
        byte[] body = [.. "{\"properties\":{\"a\":\""u8, 0xC3, 0x28, .. "\"}}"u8];

        var plain = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(body));
        var encoded = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(Encoding.ASCII.GetBytes(Convert.ToBase64String(body))));

        Assert.All([plain, encoded], exception => Assert.Equal(MessageFaultReason.NotJson, exception.Reason));
    }

    [Fact]
    public void JSON_of_ten_thousand_levels_is_refused()
    {
        var deep = new string('[', 10_000) + new string(']', 10_000);

        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(QueueMessages.Utf8(deep)));

        Assert.Equal(MessageFaultReason.NotJson, exception.Reason);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_message_has_at_most_64_KiB(int over, bool isRefused)
    {
        const string Start = "{\"properties\":{\"a\":\"";
        const string End = "\"}}";
        var body = QueueMessages.Utf8(Start + new string('x', MessageParser.MaxMessageBytes - Start.Length - End.Length + over) + End);

        var exception = Record.Exception(() => MessageParser.ParseMessage(body));

        Assert.Equal(isRefused, exception is InvalidMessageException { Reason: MessageFaultReason.TooLarge });
        Assert.Equal(isRefused, exception is not null);
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("""{"inputs":[]}""", "/inputs")]
    public void An_empty_list_is_refused(string json, string pointer)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(QueueMessages.Utf8(json)));

        Assert.Equal(MessageFaultReason.NoInputs, exception.Reason);
        Assert.Equal(pointer, exception.Fault.Pointer);
    }

    [Theory]
    [InlineData("1,")]
    [InlineData("{},")]
    [InlineData("[0,{}],")]
    public void More_inputs_than_have_room_are_refused_before_anything_is_made_of_them(string one)
    {
        var body = QueueMessages.Utf8($$"""{"id":"a","inputs":{{Repeat(one, MessageParser.MaxMessageBytes - 20)}}}""");
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(body));

        Assert.Equal((MessageFaultReason.TooManyInputs, "/inputs"), (exception.Reason, exception.Fault.Pointer));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 1, MessageParser.MaxMessageBytes);
    }

    [Fact]
    public void As_many_users_as_a_message_has_room_for_are_read()
    {
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8(Repeat("{\"properties\":{\"a\":1}},", MessageParser.MaxMessageBytes)));

        Assert.Equal(2849, parsed.Inputs.Count);
        Assert.All(parsed.Inputs, input => Assert.NotNull(input.User));
    }

    [Theory]
    [InlineData("1,")]
    [InlineData("{},")]
    [InlineData("{\"properties\":{\"\":\"\"}},")]
    [InlineData("{\"properties\":{\"a\":[],\"b\":[],\"c\":[]}},")]
    public void A_body_of_8_MiB_of_faults_takes_little_memory(string one)
    {
        var body = QueueMessages.Utf8(Repeat(one, 8 * 1024 * 1024));
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseRequest(body));

        Assert.Equal(MessageFaultReason.TooManyInputs, exception.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 1, 1024 * 1024);
    }

    [Fact]
    public void Only_so_many_faults_of_a_request_are_named()
    {
        var body = QueueMessages.Utf8($"[{string.Join(',', Enumerable.Repeat("""{"properties":{"a":[],"b":[],"c":[]}}""", Submission.MaxInputs))}]");
        var allocated = GC.GetAllocatedBytesForCurrentThread();

        var parsed = MessageParser.ParseRequest(body);

        Assert.Equal(101, parsed.Inputs.SelectMany(input => input.Faults).Distinct().Count());
        Assert.All(parsed.Inputs, input => Assert.NotEmpty(input.Faults));
        Assert.All(parsed.Inputs.Skip(40), input => Assert.Contains("only the first 100", Assert.Single(input.Faults).Detail, StringComparison.Ordinal));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 1, 150 * 1024 * 1024);
    }

    [Theory]
    [InlineData("""{"inputs":{}}""", "/inputs")]
    [InlineData("""{"inputs":null}""", "/inputs")]
    [InlineData("""{"inputs":"x"}""", "/inputs")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"extra":1}""", "/extra")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"a/b~c":1}""", "/#1")]
    [InlineData("""{"ada@example.com":1,"inputs":[{"properties":{"a":"1"}}]}""", "/#0")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"id":""}""", "/id")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"id":7.5}""", "/id")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"id":1e3}""", "/id")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"id":true}""", "/id")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"id":"a b"}""", "/id")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"id":"a/b"}""", "/id")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}}],"id":"ü"}""", "/id")]
    [InlineData("""{"properties":{"a":"1"},"id":"\ud800"}""", "/id")]
    public void A_wrong_shape_is_named_by_its_pointer(string json, string pointer)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => MessageParser.ParseMessage(QueueMessages.Utf8(json)));

        Assert.Equal(MessageFaultReason.WrongShape, exception.Reason);
        Assert.Equal(pointer, exception.Fault.Pointer);
    }

    [Theory]
    [InlineData(128, false)]
    [InlineData(129, true)]
    public void An_id_has_at_most_128_characters(int length, bool isRefused)
    {
        var body = QueueMessages.Utf8($$"""{"properties":{"a":"1"},"id":"{{new string('a', length)}}"}""");

        var exception = Record.Exception(() => MessageParser.ParseMessage(body));

        Assert.Equal(isRefused, exception is InvalidMessageException { Reason: MessageFaultReason.WrongShape });
    }

    /// <summary>A list that repeats one item up to a length.</summary>
    private static string Repeat(string one, int length) => $"[{string.Concat(Enumerable.Repeat(one, (length - 2) / one.Length)).TrimEnd(',')}]";
}
