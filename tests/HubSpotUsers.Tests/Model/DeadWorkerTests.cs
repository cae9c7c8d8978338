using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using Microsoft.Extensions.Options;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Model;

/// <summary>A worker dies with a thousand messages in batches, with the settings as they are by default; another takes over.</summary>
[Collection(nameof(UndisturbedCollection))]
public sealed class DeadWorkerTests
{
    private const int Messages = 1000;
    private const int BatchSize = 100;

    /// <summary>When the host delivers a message again whose invocation failed (<c>visibilityTimeout</c> in host.json).</summary>
    private static readonly TimeSpan Redelivery = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    /// <summary>How long after the first of them messages are taken together: longer than any host takes to look again.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);

    /// <summary>Time passes only when all work waits for it: the test is about how much of it passes.</summary>
    private readonly Interleaving _work = new(new Random(1));

    [Fact]
    public async Task Its_users_have_their_outcomes_within_the_lifetime_of_an_intent_and_two_minutes()
    {
        await using var app = new TestApp(("HubSpot:UniqueProperty", "hs_email"));
        _work.Complete(() => app.Batcher.StartAsync(CancellationToken.None));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow(), ValuesIn(request.Body).Where(IsApplied));
        for (var number = 0; number < Messages; number++)
        {
            await app.Queues.Users.SendMessageAsync(BinaryData.FromString($$$"""{"properties":{"hs_email":"{{{number}}}@example.com"}}"""), TimeSpan.Zero, TimeSpan.FromDays(7));
        }

        await DieAsync(app);
        var diedAt = app.Time.GetUtcNow();
        while (app.Queues.Users.NextVisibleAt is { } due)
        {
            app.Time.Advance((due > app.Time.GetUtcNow() ? due - app.Time.GetUtcNow() : TimeSpan.Zero) + Poll);
            await DeliverAsync(app);
        }

        Assert.InRange(app.Time.GetUtcNow() - diedAt, TimeSpan.Zero, app.Get<IOptions<LedgerOptions>>().Value.IntentLifetime + TimeSpan.FromMinutes(2));
        Assert.Equal(Messages, app.Tables.Users.Rows.Count);
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal("Created", row.GetString("Outcome")));
        Assert.Equal(Messages / 2, app.HubSpot.Creates.Sum(call => JsonNode.Parse(call.Body)!["inputs"]!.AsArray().Count));
        Assert.Empty(app.Queues.Poison.Messages);

        // The first delivery and the one that met the dead batch were two; waiting for it was none.
        Assert.All(app.Tables.Users.Rows, row => Assert.InRange(row.GetInt32("Attempt")!.Value, 1, 2));
    }

    /// <summary>What is left of a worker that died amid its calls: intents, of whose users HubSpot created every other.</summary>
    private static async Task DieAsync(TestApp app)
    {
        var inputs = new List<PendingInput>();
        while ((await app.Queues.Users.ReceiveMessagesAsync(32, Redelivery)).Value is { Length: > 0 } received)
        {
            inputs.AddRange(received.Select(message => Submissions.Pending(
                Submissions.Count(1) with { SourceId = SourceId.Of(message.MessageId, message.InsertedOn!.Value) }).Inputs[0]));
        }

        foreach (var batch in inputs.Chunk(BatchSize))
        {
            await app.Get<IntentTable>().OpenAsync(Guid.CreateVersion7(app.Time.GetUtcNow()), batch, default);
        }
    }

    /// <summary>Delivers all that can be delivered, at once, as the host does.</summary>
    private async Task DeliverAsync(TestApp app)
    {
        var deliveries = new List<(QueueMessage Message, Task Handling)>();
        while ((await app.Queues.Users.ReceiveMessagesAsync(32, Lease)).Value is { Length: > 0 } received)
        {
            deliveries.AddRange(received.Select(message => (message, _work.Begin(() => app.Get<UserMessageHandler>().HandleAsync(message, default)))));
        }

        _work.Settle();
        while (!deliveries.TrueForAll(delivery => delivery.Handling.IsCompleted))
        {
            _work.Begin(() => app.Time.AdvanceToNext());
            _work.Settle();
        }

        foreach (var (message, handling) in deliveries)
        {
            await handling;
            await app.Queues.Users.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
    }

    private static bool IsApplied(string address) => int.Parse(address.Split('@')[0], System.Globalization.CultureInfo.InvariantCulture) % 2 is 0;

    private static IEnumerable<string> ValuesIn(string body) => JsonNode.Parse(body)!["inputs"]!.AsArray().Select(input => input!["id"]!.GetValue<string>());
}
