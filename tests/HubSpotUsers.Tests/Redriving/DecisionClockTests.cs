using System.Net;
using System.Text.Json;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Redriving;

/// <summary>Two copies of one decision, taken by a process whose clock is ahead of that which records what comes of it.</summary>
public sealed class DecisionClockTests
{
    [Fact]
    public async Task The_user_is_sent_once()
    {
        await using var app = await TestApp.StartAsync();
        var decidedAt = app.Time.GetUtcNow().AddSeconds(59);
        var copy = CopyDecidedAt(app, decidedAt);
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");

        await HandleAsync(app, copy);
        await HandleAsync(app, copy);

        Assert.True(app.Time.GetUtcNow() < decidedAt);
        Assert.Single(app.HubSpot.Creates);
        Assert.Equal("Unknown", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task HubSpot_is_not_asked_again_when_the_attempts_were_used_up_in_doubt()
    {
        await using var app = await TestApp.StartReconcilingAsync(("Retry:MaxAttempts", "1"));
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => app.HubSpot.Creates.Count is 0 ? HubSpotResponses.Found(app.Time.GetUtcNow()) : StubHubSpot.Json(HttpStatusCode.ServiceUnavailable, "{}");
        var decidedAt = app.Time.GetUtcNow().AddSeconds(59);
        var copy = CopyDecidedAt(app, decidedAt);
        await HandleAsync(app, copy);
        Assert.Equal("Unknown", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.True(app.Time.GetUtcNow() < decidedAt);
        var calls = app.HubSpot.Requests.Count;

        await HandleAsync(app, copy);

        Assert.Equal(calls, app.HubSpot.Requests.Count);
    }

    /// <summary>A message of the user <c>m-0</c>, of unknown outcome, which a person decided to send again.</summary>
    private static BinaryData CopyDecidedAt(TestApp app, DateTimeOffset decidedAt)
    {
        var firstSeen = app.Time.GetUtcNow();
        return RedriveEnvelope.Write(
            new RedriveHeader(SourceId.Of("m", firstSeen), firstSeen, PoisonReason.Unknown, decidedAt),
            [new EnvelopeInput(0, Detail: null, JsonElement.Parse("""{"properties":{"hs_email":"m.0@example.com"}}"""))]);
    }

    private static Task HandleAsync(TestApp app, BinaryData copy) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(copy), default));
}
