using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using HubSpotUsers.HubSpot;
using HubSpotUsers.Messages;
using HubSpotUsers.Notices;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Queue;

public sealed class PoisonQueueTests
{
    private static readonly PoisonHeader Header = new(
        SourceId.OfProducer("order-7"),
        PoisonReason.Rejected,
        "2 of 3 users",
        "c-1",
        4,
        QueueMessages.InsertedOn,
        QueueMessages.InsertedOn.AddMinutes(1));

    private readonly FakeQueueServiceClient _queues = new();
    private readonly FakeTableServiceClient _tables = new();
    private readonly PoisonQueue _poison;

    public PoisonQueueTests() => _poison = new PoisonQueue(
        _queues,
        Options.Create(new UsersQueueOptions { Name = "users" }),
        new PoisonIndex(_tables),
        Options.Create(new PoisonOptions()),
        new PoisonNotices(
            _tables,
            new NoticeTable(_tables, TimeProvider.System),
            Options.Create(new NotifyOptions()),
            new AppLinks(Settings.Of()),
            TimeProvider.System,
            NullLogger<PoisonNotices>.Instance),
        Options.Create(new HubSpotOptions { UniqueProperty = "hs_email" }),
        NullLogger<PoisonQueue>.Instance);

    [Fact]
    public async Task The_header_tells_the_story()
    {
        await _poison.SendAsync(Header, [Input(2, """{"properties":{"a":"1"}}""")]);

        var header = Sent()["poison"]!;
        Assert.Equal("order-7", header["sourceId"]!.GetValue<string>());
        Assert.Equal("Rejected", header["reason"]!.GetValue<string>());
        Assert.Equal("2 of 3 users", header["detail"]!.GetValue<string>());
        Assert.Equal("c-1", header["correlationId"]!.GetValue<string>());
        Assert.Equal(4, header["attempt"]!.GetValue<int>());
        Assert.Equal(QueueMessages.InsertedOn, header["firstSeen"]!.GetValue<DateTimeOffset>());
        Assert.Equal(QueueMessages.InsertedOn.AddMinutes(1), header["failedAt"]!.GetValue<DateTimeOffset>());
    }

    [Fact]
    public async Task Inputs_keep_their_index_and_their_own_fields()
    {
        await _poison.SendAsync(Header, [Input(2, """{"id":"m","properties":{"a":"🦄 \" <b>"},"odd":[1],"index":9}"""), Input(5, "\"text\"", "Bad")]);

        var inputs = Sent()["inputs"]!.AsArray();
        Assert.Equal([2, 5], inputs.Select(input => input!["index"]!.GetValue<int>()));
        Assert.Equal("🦄 \" <b>", inputs[0]!["properties"]!["a"]!.GetValue<string>());
        Assert.Equal(1, inputs[0]!["odd"]![0]!.GetValue<int>());
        Assert.Null(inputs[0]!["id"]);
        Assert.Equal("text", inputs[1]!["original"]!.GetValue<string>());
        Assert.Equal("Bad", inputs[1]!["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_could_not_be_read_is_kept_byte_for_byte()
    {
        byte[] original = [0, 1, 0xFF, 0xFE, .. "{\"a"u8];

        await _poison.SendAsync(Header, BinaryData.FromBytes(original));

        Assert.Equal(original, Convert.FromBase64String(Sent()["original"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Poison_never_expires()
    {
        await _poison.SendAsync(Header, [Input(0, "{}")]);

        Assert.Equal([TimeSpan.FromSeconds(-1)], _queues.Poison.TimesToLive);
    }

    [Fact]
    public async Task More_than_a_message_holds_goes_in_several()
    {
        var value = new string('ü', 10_000);
        var inputs = Enumerable.Range(0, 20).Select(index => Input(index, $$$"""{"properties":{"a":"{{{value}}}"}}""")).ToList();

        await _poison.SendAsync(Header, inputs);

        Assert.InRange(_queues.Poison.Messages.Count, 7, 20);
        Assert.Equal(
            Enumerable.Range(0, 20),
            _queues.Poison.Messages.SelectMany(message => JsonNode.Parse(message)!["inputs"]!.AsArray()).Select(input => input!["index"]!.GetValue<int>()));
    }

    [Fact]
    public async Task An_input_that_leaves_no_room_for_an_envelope_goes_in_parts_with_its_identity()
    {
        var json = $$$"""{"properties":{"hs_email":"ada@example.com","a":"{{{new string('x', 65_400)}}}"}}""";

        await _poison.SendAsync(Header, [Input(3, json)]);

        List<JsonNode> parts = _queues.Poison.Messages.ConvertAll(message => JsonNode.Parse(message)!);
        Assert.Equal(["1/2 3", "2/2 3"], parts.Select(part => $"{part["inputs"]![0]!["part"]} {part["inputs"]![0]!["index"]}"));
        Assert.Equal(json, string.Concat(parts.Select(part => part["inputs"]![0]!["original"]!.GetValue<string>())));
        Assert.All(parts, part => Assert.Equal(("order-7", "Rejected"), (part["poison"]!["sourceId"]!.GetValue<string>(), part["poison"]!["reason"]!.GetValue<string>())));
        Assert.All(parts, part => Assert.Equal("ada@example.com", Assert.Single(part["inputs"]![0]!["properties"]!["hs_email"]!.AsArray())!.GetValue<string>()));
        Assert.StartsWith("Part 2/2 of a user that is too large for one message. 2 of 3 users", parts[1]["poison"]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_leaves_no_room_for_an_envelope_goes_as_it_came()
    {
        var original = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));

        await _poison.SendAsync(Header, BinaryData.FromBytes(original));

        Assert.Equal(original, Assert.Single(_queues.Poison.Messages).ToArray());
    }

    [Fact]
    public async Task A_missing_queue_is_made()
    {
        _queues.Poison.IsThere = false;

        await _poison.SendAsync(Header, [Input(0, "{}")]);

        Assert.Single(_queues.Poison.Messages);
    }

    private static EnvelopeInput Input(int index, string json, string? detail = null) =>
        new(index, detail, JsonElement.Parse(Encoding.UTF8.GetBytes(json)));

    private JsonNode Sent() => JsonNode.Parse(Assert.Single(_queues.Poison.Messages))!;
}
