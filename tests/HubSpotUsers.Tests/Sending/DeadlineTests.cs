using System.Net;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Sending;

public sealed class DeadlineTests
{
    [Theory]
    [InlineData("hs_email", Outcome.Deferred, 1)]
    [InlineData("", Outcome.Unknown, 0)]
    public async Task A_call_that_hangs_ends_while_its_intent_is_young(string uniqueProperty, Outcome expected, int intents)
    {
        await using var app = await TestApp.StartAsync(("HubSpot:UniqueProperty", uniqueProperty), ("HubSpot:RequestTimeout", "00:10:00"), ("Batching:IdleFlush", "00:00:00"));
        app.HubSpot.Plan(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("It never ends by itself.");
        });

        var creation = app.Batcher.CreateAsync(Submissions.Count(1, "m"), default);
        await Eventually.TrueAsync(() => app.HubSpot.Requests.Count is 1);
        var outcome = await app.EndLateAsync(creation);

        Assert.Equal((expected, intents is 1), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
        Assert.Equal(TimeSpan.FromMinutes(4), app.Time.GetUtcNow() - app.HubSpot.Requests[0].At);
        Assert.Equal(intents, app.Tables.Intents.Rows.Count(row => row.GetBoolean("IsReleased") is true));
        Assert.Equal(intents, app.Tables.Intents.Rows.Count);
    }

    [Fact]
    public async Task The_wait_before_asking_ends_with_the_deadline_too()
    {
        await using var app = await TestApp.StartReconcilingAsync(("HubSpot:ReconcileDelay", "00:02:00"), ("Ledger:IntentLifetime", "00:01:00"), ("Batching:IdleFlush", "00:00:00"));
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");

        var creation = app.Batcher.CreateAsync(Submissions.Count(1, "m"), default);
        await Eventually.TrueAsync(() => app.HubSpot.Requests.Count is 1);
        var outcome = await app.EndLateAsync(creation);

        Assert.Equal((Outcome.Deferred, true), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
        Assert.Empty(app.HubSpot.LookUps);
    }

    [Fact]
    public async Task A_call_that_never_left_is_certainly_not_applied()
    {
        var vault = new TaskCompletionSource();
        await using var app = await TestApp.StartAsync(("HubSpot:UniqueProperty", string.Empty), ("Batching:IdleFlush", "00:00:00"));
        app.Vault.Gate = vault.Task;

        var creation = app.Batcher.CreateAsync(Submissions.Count(1, "m"), default);
        await Eventually.TrueAsync(() => app.Vault.Reads is 1);
        var outcome = await app.EndLateAsync(creation);

        Assert.Equal((Outcome.Deferred, false), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
        Assert.Empty(app.HubSpot.Requests);
        Assert.Empty(app.Tables.Intents.Rows);
        vault.SetResult();
    }

    [Fact]
    public async Task A_call_that_found_no_connection_until_its_time_was_over_is_certainly_not_applied()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:UniqueProperty", string.Empty), ("HubSpot:RequestTimeout", "00:10:00"), ("Batching:IdleFlush", "00:00:00"));
        app.HubSpot.Plan(async (_, _) =>
        {
            // The wait before the next attempt outlasts the batch.
            await Task.Delay(TimeSpan.FromMinutes(4) - TimeSpan.FromMilliseconds(1), app.Time, CancellationToken.None);
            throw new HttpRequestException(HttpRequestError.ConnectionError);
        });

        var creation = app.Batcher.CreateAsync(Submissions.Count(1, "m"), default);
        await Eventually.TrueAsync(() => app.HubSpot.Requests.Count is 1);
        var outcome = await app.EndLateAsync(creation);

        Assert.Equal((Outcome.Deferred, false), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
        Assert.Single(app.HubSpot.Requests);
        Assert.Empty(app.Tables.Intents.Rows);
    }
}
