using System.Text;
using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

/// <summary>Users as Event Grid, other sources of CloudEvents, Logic Apps and Power Automate send them.</summary>
public sealed class EventTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string User = """{"properties":{"hs_email":"ada@example.com"}}""";
    private const string Source = "/hr/contoso";

    public static TheoryData<string> Data =>
    [
        $"\"data\":{User}",
        $$"""
        "data":{"inputs":[{{User}}]}
        """,
        $"\"data\":[{User}]",
        $"\"Data\":{User}",
        $"\"data\":\"{Escaped(User)}\"",
        $"\"data\":\"{Base64(User)}\"",
        $"\"data_base64\":\"{Base64(User)}\"",
        $"\"data_base64\":\"{Base64($"[{User}]")}\",\"data\":null",
        $"\"data\":{Content(User)}",
    ];

    [Theory]
    [MemberData(nameof(Data))]
    public void Whatever_it_carries_its_users_have_its_identity(string data)
    {
        string[] events = [CloudEvent("7", data), $"[{CloudEvent("7", data)}]", EventGrid("7", data), $"[{EventGrid("7", data)}]"];

        Assert.All(events.SelectMany(OnEveryWay), parsed =>
        {
            Assert.Equal(EventHeader.IdOf(Source, "7"), parsed.Id);
            Assert.Empty(parsed.Events);
            Assert.Equal("ada@example.com", Assert.Single(parsed.Inputs).User!.Properties["hs_email"]);
        });
    }

    [Fact]
    public void The_identity_is_the_hash_that_the_documentation_has()
    {
        // printf '%s\n%s' /hr/contoso 7 | sha256sum | cut -c -40
        Assert.Equal("event-be99f3974a22390a8bf47453d10f8da1397c4688", EventHeader.IdOf("/hr/contoso", "7"));
    }

    [Fact]
    public void Source_and_id_make_the_identity_together()
    {
        string[] ids = [.. new[] { ("a", "bc"), ("ab", "c"), ("", "abc"), ("a", "BC"), ("a", "b\nc") }.Select(pair => EventHeader.IdOf(pair.Item1, pair.Item2))];

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.True(SourceId.IsValid(id)));
    }

    [Theory]
    [InlineData("\"hr-1\"", "hr-1")]
    [InlineData("4711", "4711")]
    public void The_producers_own_id_in_the_data_is_more_specific(string id, string expected)
    {
        var parsed = Parse(CloudEvent("7", $$"""
            "data":{"id":{{id}},"inputs":[{{User}}]}
            """));

        Assert.Equal(expected, parsed.Id);
    }

    [Fact]
    public void The_trace_context_of_the_data_goes_before_that_of_the_event()
    {
        const string own = "00-11111111111111111111111111111111-2222222222222222-01";

        Assert.Equal(TraceParent, Parse(CloudEvent("7", $"\"traceparent\":\"{TraceParent}\",\"data\":{User}")).TraceParent);
        Assert.Equal(own, Parse(CloudEvent("7", $$"""
            "traceparent":"{{TraceParent}}","data":{"traceparent":"{{own}}","inputs":[{{User}}]}
            """)).TraceParent);
        Assert.Null(Parse(CloudEvent("7", $"\"traceparent\":\"odd\",\"data\":{User}")).TraceParent);
    }

    [Fact]
    public void Several_events_are_given_back_one_by_one()
    {
        string[] events = [CloudEvent("1", $"\"data\":{User}"), CloudEvent("2", $"\"data_base64\":\"{Base64(User)}\""), EventGrid("3", $"\"data\":{User}")];

        var parsed = Parse($"[{string.Join(" , ", events)}]");

        Assert.Empty(parsed.Inputs);
        Assert.Equal(events, parsed.Events.Select(item => Encoding.UTF8.GetString(item.Span)));
    }

    [Theory]
    [InlineData("""{"specversion":"0.3","id":"7","source":"s","data":{}}""", "/specversion")]
    [InlineData("""{"specversion":"\ud800","id":"7","source":"s","data":{}}""", "/specversion")]
    [InlineData("""{"specversion":1.0,"id":"7","source":"s","data":{}}""", "/specversion")]
    [InlineData("""{"specversion":"1.0","source":"s","data":{}}""", "/id")]
    [InlineData("""{"specversion":"1.0","id":"","source":"s","data":{}}""", "/id")]
    [InlineData("""{"specversion":"1.0","id":null,"source":"s","data":{}}""", "/id")]
    [InlineData("""{"specversion":"1.0","id":"\ud800","source":"s","data":{}}""", "/id")]
    [InlineData("""{"specversion":"1.0","id":"7","data":{}}""", "/source")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"","data":{}}""", "/source")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"a\nb","data":{}}""", "/source")]
    [InlineData("""{"specversion":"1.0","id":"7","source":7,"data":{}}""", "/source")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s"}""", "/data")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":null}""", "/data")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":7}""", "/data")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data_base64":7}""", "/data_base64")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":{},"data_base64":"e30="}""", "/data_base64")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":{"specversion":"1.0","id":"8","source":"s","data":{}}}""", "/data")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":[{"specversion":"1.0","id":"8","source":"s","data":{}},{"specversion":"1.0","id":"9","source":"s","data":{}}]}""", "/data/0")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":{"id":"a b","inputs":[]}}""", "/data/id")]
    [InlineData("""{"eventType":"t","id":null,"data":{}}""", "/id")]
    [InlineData("""{"eventType":"t","id":"7","topic":7,"data":{}}""", "/topic")]
    [InlineData("""[{"eventType":"t","id":"7","data":{}},{"properties":{"a":"1"}}]""", "/1")]
    [InlineData("""{"$content-type":"application/json","$content":"e30=","more":1}""", "/more")]
    [InlineData("""{"$content":{"$content":"e30="}}""", "/$content")]
    [InlineData("""{"$content":7}""", "/$content")]
    public void What_an_event_must_have_is_named_by_its_pointer(string json, string pointer)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => Parse(json));

        Assert.Equal((MessageFaultReason.WrongShape, pointer), (exception.Reason, exception.Fault.Pointer));
    }

    [Theory]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":"hello"}""", "/data")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":"\ud800"}""", "/data")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data":"{\"a\":"}""", "/data")]
    [InlineData("""{"specversion":"1.0","id":"7","source":"s","data_base64":"e30"}""", "/data_base64")]
    [InlineData("""{"$content-type":"application/octet-stream","$content":""}""", "/$content")]
    public void Text_that_is_not_JSON_is_refused_where_it_stands(string json, string pointer)
    {
        var exception = Assert.Throws<InvalidMessageException>(() => Parse(json));

        Assert.Equal((MessageFaultReason.NotJson, pointer), (exception.Reason, exception.Fault.Pointer));
    }

    [Fact]
    public void Faults_of_the_users_are_named_within_the_event()
    {
        var input = Assert.Single(Parse(CloudEvent("7", """
            "data":{"inputs":[{"properties":{"a":[]}}]}
            """)).Inputs);

        Assert.Equal("/data/inputs/0/properties/a", Assert.Single(input.Faults).Pointer);
    }

    [Fact]
    public void What_Logic_Apps_make_of_a_body_is_taken_off_once()
    {
        var users = Content($$"""{"id":"hr-1","inputs":[{{User}}]}""");
        var cloudEvent = Content(CloudEvent("7", $"\"data\":{User}"));

        Assert.All(OnEveryWay(users), parsed => Assert.Equal(("hr-1", 1), (parsed.Id, parsed.Inputs.Count)));
        Assert.All(OnEveryWay(cloudEvent), parsed => Assert.Equal(EventHeader.IdOf(Source, "7"), parsed.Id));
        Assert.Equal("/$content", Assert.Throws<InvalidMessageException>(() => Parse(Content(users))).Fault.Pointer);
    }

    [Fact]
    public void A_list_within_an_event_is_bounded_before_users_are_made_of_it()
    {
        var list = string.Join(',', Enumerable.Repeat("1", MessageParser.MaxMessageInputs + 1));

        var exception = Assert.Throws<InvalidMessageException>(() => Parse(CloudEvent("7", $"\"data\":[{list}]")));

        Assert.Equal((MessageFaultReason.TooManyInputs, "/data"), (exception.Reason, exception.Fault.Pointer));
    }

    [Fact]
    public void An_event_too_large_for_a_message_of_its_own_is_refused_with_the_others()
    {
        // Two characters that take three bytes here and six on the queue.
        var large = CloudEvent("1", $"\"data\":{{\"properties\":{{\"a\":\"{new string('\uffff', 15_000)}\"}}}}");

        var exception = Assert.Throws<InvalidMessageException>(() =>
            MessageParser.ParseMessage(QueueMessages.Base64($"[{CloudEvent("2", $"\"data\":{User}")},{large}]")));

        Assert.Equal((MessageFaultReason.TooLarge, "/1"), (exception.Reason, exception.Fault.Pointer));
    }

    private static ParsedMessage[] OnEveryWay(string json) =>
        [Parse(json), MessageParser.ParseMessage(QueueMessages.Base64(json)), MessageParser.ParseRequest(QueueMessages.Utf8(json))];

    private static ParsedMessage Parse(string json) => MessageParser.ParseMessage(QueueMessages.Utf8(json));

    private static string CloudEvent(string id, string data) =>
        $$"""{"specversion":"1.0","type":"com.example.hired","source":"{{Source}}","id":"{{id}}","time":"2026-11-23T09:59:00Z","datacontenttype":"application/json",{{data}}}""";

    private static string EventGrid(string id, string data) =>
        $$"""{"topic":"{{Source}}","subject":"hired","eventType":"Hr.Hired","id":"{{id}}","eventTime":"2026-11-23T09:59:00Z","dataVersion":"1","metadataVersion":"1",{{data}}}""";

    private static string Content(string json) => $$"""{"$content-type":"application/json; charset=utf-8","$content":"{{Base64(json)}}"}""";

    private static string Escaped(string json) => json.Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
