using System.Text.Json.Nodes;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Tests.Messages;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Queue;

/// <summary>Whatever a message is, each of its users is created, in the poison queue or back on its own.</summary>
public sealed class DamagedMessageTests
{
    private const int Messages = 100;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task No_input_of_a_damaged_message_is_lost(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Messages; round++)
        {
            var body = DamagedMessages.Next(random);
            await using var app = await TestApp.StartAsync();
            app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

            await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(BinaryData.FromBytes(body)), default));

            Assert.True(IsAccountedFor(app, body), $"Seed {seed}, message {round}: {Convert.ToBase64String(body)}");
        }
    }

    private static bool IsAccountedFor(TestApp app, byte[] body)
    {
        List<JsonNode> poison = [.. app.Queues.Poison.Messages.Select(message => JsonNode.Parse(message)!)];
        if (poison.Exists(message => message["original"] is { } original && Convert.FromBase64String(original.GetValue<string>()).AsSpan().SequenceEqual(body)))
        {
            return poison.Count is 1 && app.HubSpot.Creates.Count is 0;
        }

        var parsed = MessageParser.ParseMessage(body);
        var created = app.HubSpot.Creates.Sum(request => HubSpotResponses.TraceIds(request).Count);
        var waiting = app.Queues.Users.Messages.Select(message => JsonNode.Parse(message)!).ToList();
        return parsed.Events.Count > 0
            ? waiting.Count == parsed.Events.Count && created is 0
            : created + poison.Concat(waiting).Sum(message => message["inputs"]!.AsArray().Count) == parsed.Inputs.Count;
    }
}
