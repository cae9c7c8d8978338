using System.Net;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

/// <summary>HubSpot fails over one user (5xx, or a gateway's page): that one stays in doubt, and its companions are created.</summary>
public sealed class FailingInputTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(99)]
    public async Task Its_companions_are_created_in_a_few_deliveries_and_only_that_one_ends_in_poison(int place)
    {
        await using var app = await TestApp.StartReconcilingAsync();
        var created = FailOver(app, "bad");
        var users = Enumerable.Range(0, 100).Select(index => $$$"""{"properties":{"hs_email":"{{{(index == place ? "bad" : $"good{index}")}}}"}}""");
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString($$"""{"inputs":[{{string.Join(',', users)}}]}"""), TimeSpan.Zero, TimeSpan.FromDays(7));

        var deliveries = 0;
        while (created.Count < 99 && deliveries < 8)
        {
            await DeliverNextAsync(app);
            deliveries++;
        }

        Assert.Equal(99, created.Count);
        while (app.Queues.Users.NextVisibleAt is not null)
        {
            await DeliverNextAsync(app);
        }

        Assert.Equal(99, created.Distinct(StringComparer.Ordinal).Count());
        var poison = Assert.Single(app.Queues.Poison.Messages).ToString();
        Assert.Contains("\"bad\"", poison, StringComparison.Ordinal);
        Assert.DoesNotContain("good", poison, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_others_pass_it_is_isolated_in_one_attempt()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        var created = FailOver(app, "bad");
        var users = Enumerable.Range(0, 16).Select(index => Users.Named(index is 15 ? "bad" : $"good{index}")).ToArray();

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", users), default));

        Assert.Equal([15], outcome.Inputs.Index().Where(pair => pair.Item.Outcome is Outcome.Deferred).Select(pair => pair.Index));
        Assert.True(outcome.Inputs[15].MayBeCreated);
        Assert.Distinct(created);
    }

    [Fact]
    public async Task When_HubSpot_fails_whoever_is_sent_few_calls_are_made()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        FailOver(app, "example.com");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(100, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Deferred, true), (input.Outcome, input.MayBeCreated)));
        Assert.Equal([100, 100, 50, 50], app.HubSpot.Creates.Select(request => HubSpotResponses.TraceIds(request).Count));
    }

    private static async Task DeliverNextAsync(TestApp app)
    {
        var due = app.Queues.Users.NextVisibleAt!.Value;
        app.Time.Advance(due > app.Time.GetUtcNow() ? due - app.Time.GetUtcNow() : TimeSpan.Zero);
        var message = Assert.Single((await app.Queues.Users.ReceiveMessagesAsync(1, Lease)).Value);
        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(message, default));
        await app.Queues.Users.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }

    /// <summary>Lets HubSpot fail over requests with a text in them; gives the trace ids of the users it creates, as it creates them.</summary>
    private static List<string> FailOver(TestApp app, string text)
    {
        var created = new List<string>();
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());
        app.HubSpot.Otherwise = request =>
        {
            if (request.Body.Contains(text, StringComparison.Ordinal))
            {
                return StubHubSpot.Json(HttpStatusCode.InternalServerError, "{}");
            }

            created.AddRange(HubSpotResponses.TraceIds(request));
            return HubSpotResponses.AllCreated(request);
        };
        return created;
    }
}
