using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Batching;

public sealed class CancellationTests
{
    [Fact]
    public async Task Cancellation_withdraws_only_what_is_in_no_batch()
    {
        await using var app = await TestApp.StartAsync(("Batching:MaxConcurrentBatches", "1"), ("Batching:MaxInputs", "1"));
        var held = new HeldResponses(app.HubSpot, 1);
        using var cancellation = new CancellationTokenSource();

        var creation = app.Batcher.CreateAsync(Submissions.Count(2), cancellation.Token);
        await Eventually.TrueAsync(() => app.HubSpot.Requests.Count is 1);
        await cancellation.CancelAsync();
        Assert.False(creation.IsCompleted);
        held.Release();
        var outcome = await app.EndAsync(creation);

        Assert.Equal([Outcome.Created, Outcome.Deferred], outcome.Inputs.Select(input => input.Outcome));
        Assert.Single(app.HubSpot.Requests);
    }

    [Fact]
    public async Task A_cancelled_caller_gets_all_of_it_back()
    {
        await using var app = new TestApp();

        var outcome = await app.Batcher.CreateAsync(Submissions.Count(3), new CancellationToken(canceled: true));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Deferred, input.Outcome));
        Assert.Empty(outcome.Batches);
    }

    [Fact]
    public async Task Stopping_while_waiting_for_a_permit_defers_and_ends()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:RateLimit", "1"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "first"), default));

        var creation = app.Batcher.CreateAsync(Submissions.Count(2, "second"), default);
        await Eventually.TrueAsync(() => app.Time.UntilNext is not null);
        var stop = app.Batcher.StopAsync(default);
        await Eventually.TrueAsync(() => stop.IsCompleted);
        var outcome = await creation;

        Assert.True(stop.IsCompletedSuccessfully);
        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Deferred, "The app is shutting down"), (input.Outcome, input.ErrorMessage)));
        Assert.Single(app.HubSpot.Requests);
    }

    [Fact]
    public async Task Stopping_waits_for_the_calls_in_flight()
    {
        await using var app = await TestApp.StartAsync(("Batching:IdleFlush", "00:00:00"));
        var held = new HeldResponses(app.HubSpot, 1);

        var creation = app.Batcher.CreateAsync(Submissions.Count(1), default);
        await Eventually.TrueAsync(() => app.HubSpot.Requests.Count is 1);
        var stop = app.Batcher.StopAsync(default);
        Assert.False(stop.IsCompleted);
        held.Release();
        await app.EndAsync(stop);

        Assert.Equal(Outcome.Created, (await creation).Inputs[0].Outcome);
    }

    [Fact]
    public async Task A_batch_that_is_filling_leaves_at_once_or_is_given_back_when_stopped()
    {
        await using var app = await TestApp.StartAsync(("Batching:IdleFlush", "00:01:00"), ("Batching:MaxWait", "00:01:00"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var creation = app.Batcher.CreateAsync(Submissions.Count(1), default);
        await Eventually.TrueAsync(() => app.Time.UntilNext is not null);
        await app.EndAsync(app.Batcher.StopAsync(default));

        Assert.Equal(app.HubSpot.Requests.Count is 1 ? Outcome.Created : Outcome.Deferred, (await creation).Inputs[0].Outcome);
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task After_the_stop_everything_is_deferred()
    {
        await using var app = await TestApp.StartAsync();
        await app.Batcher.StopAsync(default);

        var outcome = await app.Batcher.CreateAsync(Submissions.Count(2), default);

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Deferred, input.Outcome));
    }
}
