using System.Text;
using System.Text.Json;
using FsCheck.Xunit;
using HubSpotUsers.HubSpot.Wire;
using HubSpotUsers.Messages;
using Testing.Builders;

namespace HubSpotUsers.Tests.Messages;

public sealed class MessageParserProperties
{
    [Property(Arbitrary = [typeof(MessageArbitraries)])]
    public void A_valid_message_parses_back_to_its_inputs(UserInput[] users)
    {
        var json = JsonSerializer.Serialize(new BatchCreateRequest(users), HubSpotJson.Default.BatchCreateRequest);
        Assert.SkipWhen(json.Length > MessageParser.MaxMessageBytes / 2, "Larger than a message.");

        ParsedMessage[] read = [MessageParser.ParseMessage(QueueMessages.Utf8(json)), MessageParser.ParseMessage(QueueMessages.Base64(json)), MessageParser.ParseRequest(QueueMessages.Utf8(json))];

        Assert.All(read, message => Assert.Equal(json, Serialize(message)));
    }

    [Property(MaxTest = 500)]
    public void Random_bytes_are_refused_or_read(byte[] bytes)
    {
        Assert.True(IsRefusedOrRead(bytes));
    }

    [Property(MaxTest = 500, Arbitrary = [typeof(MessageArbitraries)])]
    public void A_damaged_message_is_refused_or_read(UserInput[] users, int position, byte damage)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new BatchCreateRequest(users), HubSpotJson.Default.BatchCreateRequest);
        json[(uint)position % json.Length] = damage;

        Assert.True(IsRefusedOrRead(json));
    }

    [Property(MaxTest = 500)]
    public void Random_JSON_strings_are_refused_or_read(string? name, string? value)
    {
        var json = $$"""{"inputs":[{"properties":{"{{Escape(name)}}":"{{Escape(value)}}"}, "{{Escape(value)}}":1}]}""";

        Assert.True(IsRefusedOrRead(Encoding.UTF8.GetBytes(json)));
    }

    private static string Escape(string? text) => string.Concat((text ?? "\ud800").Select(c => $"\\u{(int)c:x4}"));

    private static bool IsRefusedOrRead(byte[] body)
    {
        try
        {
            return MessageParser.ParseMessage(body).Inputs.All(input => input.User is not null == input.Faults.Count is 0);
        }
        catch (InvalidMessageException)
        {
            return true;
        }
    }

    private static string Serialize(ParsedMessage message) =>
        JsonSerializer.Serialize(new BatchCreateRequest([.. message.Inputs.Select(input => input.User!)]), HubSpotJson.Default.BatchCreateRequest);
}
