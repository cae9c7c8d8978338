using System.Text.Json;
using System.Text.Json.Nodes;
using HubSpotUsers.Messages;

namespace HubSpotUsers.Tests.Messages;

/// <summary>Damaged messages: they are read or refused, and what is read has every input.</summary>
public sealed class MessageFuzzTests
{
    private const int Messages = 4000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_damaged_message_is_refused_or_read_with_every_input(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Messages; round++)
        {
            var body = DamagedMessages.Next(random);

            var fault = Record.Exception(() => Check(body));

            Assert.True(fault is null, $"Seed {seed}, message {round}, {Convert.ToBase64String(body)}: {fault}");
        }
    }

    private static void Check(byte[] body)
    {
        foreach (var parse in new Func<ReadOnlyMemory<byte>, ParsedMessage>[] { MessageParser.ParseMessage, MessageParser.ParseRequest })
        {
            try
            {
                CheckRead(parse(body), body);
            }
            catch (InvalidMessageException exception)
            {
                Assert.NotEmpty(exception.Fault.Detail);
            }
        }
    }

    private static void CheckRead(ParsedMessage parsed, byte[] body)
    {
        Assert.All(parsed.Inputs, input => Assert.True(input.User is null != input.Faults.Count is 0));
        Assert.All(parsed.Inputs, input => Assert.True(input.User is null || input.User.Properties.Values.Any(value => value.Length > 0)));
        Assert.True(parsed.Id is null || SourceId.IsValid(parsed.Id));
        if (parsed.Events.Count > 0)
        {
            Assert.Empty(parsed.Inputs);
            Assert.All(parsed.Events, item => Assert.True(IsOneOrRefused(item)));
            return;
        }

        Assert.NotEmpty(parsed.Inputs);
        if (parsed.Envelope is null)
        {
            Assert.Equal(Enumerable.Range(0, parsed.Inputs.Count), parsed.Inputs.Select(input => input.Index));
        }

        if (Expected(body) is { } expected)
        {
            Assert.Equal(expected, parsed.Inputs.Count);
        }
    }

    /// <summary>An event that leaves a message of several has an identity when it comes back, and is never several again.</summary>
    private static bool IsOneOrRefused(ReadOnlyMemory<byte> item)
    {
        try
        {
            return MessageParser.ParseMessage(item) is { Id: not null, Events: [] } or { Envelope: not null };
        }
        catch (InvalidMessageException)
        {
            return true;
        }
    }

    /// <summary>How many inputs a plain message has, counted by other means; null for what is wrapped.</summary>
    private static int? Expected(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body, new JsonNodeOptions { PropertyNameCaseInsensitive = true }) switch
            {
                JsonArray array when array[0] is not JsonObject first || !IsWrapped(first) => array.Count,
                JsonObject item when item["inputs"] is JsonArray inputs => inputs.Count,
                JsonObject item when item.ContainsKey("properties") => 1,
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsWrapped(JsonObject item) => item.ContainsKey("specversion") || item.ContainsKey("eventType");
}
