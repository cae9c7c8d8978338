using Azure;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Batching;

public sealed class UserBatcherTests
{
    [Fact]
    public async Task A_lone_input_leaves_after_IdleFlush()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var start = app.Time.GetUtcNow();

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.Equal((Outcome.Created, "1000"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].HubSpotId));
        Assert.Equal(TimeSpan.FromMilliseconds(100), app.HubSpot.Requests[0].At - start);
    }

    [Fact]
    public async Task Submissions_share_a_batch_and_each_gets_its_own_outcomes()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var both = await app.EndAsync(Task.WhenAll(
            app.Batcher.CreateAsync(Submissions.Count(2, "a"), default),
            app.Batcher.CreateAsync(Submissions.Count(3, "b"), default)));

        Assert.Single(app.HubSpot.Requests);
        Assert.Equal(["a-0", "a-1"], both[0].Inputs.Select(input => input.InputKey));
        Assert.Equal(["b-0", "b-1", "b-2"], both[1].Inputs.Select(input => input.InputKey));
        Assert.Equal(5, Assert.Single(both[0].Batches).Counts.Created);
        Assert.All(both.SelectMany(outcome => outcome.Inputs), input => Assert.Equal(both[0].Batches[0].Id, input.BatchId));
    }

    [Fact]
    public async Task A_thousand_inputs_make_ten_batches()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1000), default));

        Assert.Equal(1000, outcome.Inputs.Count(input => input.Outcome is Outcome.Created));
        Assert.Equal(Enumerable.Range(0, 1000).Select(index => $"message-{index}"), outcome.Inputs.Select(input => input.InputKey));
        Assert.Equal(10, outcome.Batches.Count);
        Assert.All(app.HubSpot.Requests, request => Assert.Equal(100, HubSpotResponses.TraceIds(request).Count));
        Assert.Equal(10, app.HubSpot.Requests.Count);
    }

    [Fact]
    public async Task While_the_limit_is_busy_one_batch_takes_all_that_comes()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:RateLimit", "1"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var start = app.Time.GetUtcNow();
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "first"), default));

        var waiting = Task.WhenAll(Enumerable.Range(0, 30).Select(index => app.Batcher.CreateAsync(Submissions.Count(2, $"m{index}"), default)));
        await app.EndAsync(waiting);

        Assert.Equal(2, app.HubSpot.Requests.Count);
        Assert.Equal(60, HubSpotResponses.TraceIds(app.HubSpot.Requests[1]).Count);
        Assert.InRange(app.HubSpot.Requests[1].At - start, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10.5));
    }

    [Fact]
    public async Task Users_of_one_unique_value_go_in_different_batches()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:UniqueProperty", "hs_email"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", Users.Named("anna"), Users.Named("bert"), Users.Named("ANNA")), default));

        Assert.Equal(["m-0,m-1", "m-2"], app.HubSpot.Requests.Select(request => string.Join(',', HubSpotResponses.TraceIds(request))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Users_that_share_a_value_do_not_hold_up_the_others()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var same = app.Batcher.CreateAsync(Submissions.Of("same", [.. Enumerable.Repeat(Users.Named("info"), 400)]), default);

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(500, "other"), default));
        await app.EndLateAsync(same);

        var creates = app.HubSpot.Creates.Select(HubSpotResponses.TraceIds).ToList();
        Assert.InRange(creates.Count(keys => keys.Any(key => key.StartsWith("other", StringComparison.Ordinal))), 5, 6);
        Assert.All(creates, keys => Assert.InRange(keys.Count(key => key.StartsWith("same", StringComparison.Ordinal)), 0, 1));
    }

    [Fact]
    public async Task Users_with_a_blank_value_share_a_call()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", [.. Enumerable.Repeat(Users.With(("hs_email", " ")), 50)]), default));

        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task No_more_batches_are_in_flight_than_allowed()
    {
        await using var app = await TestApp.StartAsync(("Batching:MaxConcurrentBatches", "2"), ("Batching:MaxInputs", "1"));
        var held = new HeldResponses(app.HubSpot, 3);

        var creation = app.Batcher.CreateAsync(Submissions.Count(3), default);
        await Eventually.EndAsync(Eventually.TrueAsync(() => app.HubSpot.Requests.Count is 2).ContinueWith(_ => true, TaskScheduler.Default), app.Time);
        app.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, app.HubSpot.Requests.Count);
        held.Release();
        await app.EndAsync(creation);

        Assert.Equal(3, app.HubSpot.Requests.Count);
    }

    [Fact]
    public async Task When_storage_refuses_the_results_every_input_stays_open_with_its_doubt()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Tables.Users.Failure = new RequestFailedException(503, "Busy");

        var both = Task.WhenAll(app.Batcher.CreateAsync(Submissions.Count(1, "a"), default), app.Batcher.CreateAsync(Submissions.Count(1, "b"), default));

        var outcomes = (await app.EndAsync(both)).SelectMany(outcome => outcome.Inputs).ToList();
        Assert.Equal(2, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.True(outcome is { Outcome: Outcome.Deferred, MayBeCreated: true, SentAt: not null }));
        Assert.Empty(app.Tables.Batches.Rows);
    }

    [Fact]
    public async Task A_submission_without_inputs_is_done()
    {
        await using var app = new TestApp();

        var outcome = await app.Batcher.CreateAsync(Submissions.Of("empty"), default);

        Assert.Empty(outcome.Inputs);
    }
}
