using System.Net;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

/// <summary>403, 404, 405, 415 and whatever else a gateway refuses with: drawn by one input's content, or by the app.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(308)]
    [InlineData(402)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(406)]
    [InlineData(410)]
    [InlineData(415)]
    [InlineData(451)]
    public async Task When_one_input_draws_the_refusal_only_it_is_rejected_and_nothing_stops(int status)
    {
        await using var app = await TestApp.StartAsync();
        RefuseBad(app, status, Fixture.Read("error-validation"));
        var users = Enumerable.Range(0, 16).Select(index => Users.Named(index is 5 ? "bad" : $"good{index}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", [.. users]), default));

        Assert.Equal(15, outcome.Inputs.Count(input => input.Outcome is Outcome.Created));
        Assert.Equal((Outcome.Rejected, "VALIDATION_ERROR", "Invalid input JSON"), (outcome.Inputs[5].Outcome, outcome.Inputs[5].ErrorCategory, outcome.Inputs[5].ErrorMessage));
        Assert.Equal(11, app.HubSpot.Requests.Count);
        Assert.Equal(("Failed", 1, 0), BatchRowOf(app, outcome.Inputs[5].BatchId));
        Assert.False(IsPaused(app));
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    [InlineData(50)]
    public async Task Wherever_the_bad_input_is_its_companions_are_created(int place)
    {
        await using var app = await TestApp.StartAsync();
        RefuseBad(app, 403, "<html><title>Attention Required!</title></html>");
        var users = Enumerable.Range(0, 100).Select(index => Users.Named(index == place ? "bad" : $"good{index}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", [.. users]), default));

        Assert.Equal(99, outcome.Inputs.Count(input => input.Outcome is Outcome.Created));
        Assert.Equal((Outcome.Rejected, "HTTP_403"), (outcome.Inputs[place].Outcome, outcome.Inputs[place].ErrorCategory));
        Assert.False(IsPaused(app));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task When_the_app_is_refused_for_a_moment_those_refused_alone_in_it_are_tried_again(int calls)
    {
        await using var app = await TestApp.StartAsync();
        for (var call = 0; call < calls; call++)
        {
            app.HubSpot.Plan(HttpStatusCode.NotFound, Fixture.Read("error-validation"));
        }

        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(20, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task Many_bad_inputs_among_many_good_ones_do_not_stop_sending()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:RateLimit", "1000"));
        RefuseBad(app, 403, "{}");
        var users = Enumerable.Range(0, 300).Select(index => Users.Named(index % 60 is 7 ? $"bad{index}" : $"good{index}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", [.. users]), default));

        Assert.Equal((295, 5), (outcome.Inputs.Count(input => input.Outcome is Outcome.Created), outcome.Inputs.Count(input => input.Outcome is Outcome.Rejected)));
    }

    [Fact]
    public async Task A_bad_input_that_comes_alone_is_tried_again_and_rejected_once_others_have_passed()
    {
        await using var app = await TestApp.StartAsync();
        RefuseBad(app, 403, "{}");
        var handler = app.Get<UserMessageHandler>();

        await app.EndAsync(handler.HandleAsync(QueueMessages.With("""{"properties":{"hs_job_title":"bad"}}"""), default));
        var copy = Assert.Single(app.Queues.Users.Messages).ToString();
        var good = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "good"), default));
        await app.EndAsync(handler.HandleAsync(QueueMessages.With(copy), default));

        Assert.Contains("\"attempt\":2", copy, StringComparison.Ordinal);
        Assert.Equal(Outcome.Created, good.Inputs[0].Outcome);
        Assert.Contains("Rejected", Assert.Single(app.Queues.Poison.Messages).ToString(), StringComparison.Ordinal);
        Assert.False(IsPaused(app));
    }

    [Fact]
    public async Task A_pass_before_the_refusal_shows_nothing()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan((request, _) => Task.FromResult(HubSpotResponses.AllCreated(request)));
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.Forbidden, "{}");
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "before"), default));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Deferred, null), (outcome.Inputs[0].Outcome, outcome.Inputs[0].NotBefore));
    }

    [Fact]
    public async Task When_nothing_passes_the_app_stops_after_a_few_calls_and_just_the_inputs_refused_alone_have_used_an_attempt()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.Forbidden, Fixture.Read("error"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(100, "m"), default));
        var held = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "held"), default));

        Assert.InRange(app.HubSpot.Requests.Count, 4, 10);
        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Deferred, false), (input.Outcome, input.MayBeCreated)));
        Assert.Equal(3, outcome.Inputs.Count(input => input.NotBefore is null));
        Assert.Equal(Batches.Now.AddMinutes(1), held.Inputs[0].NotBefore!.Value, TimeSpan.FromSeconds(2));
        Assert.Empty(app.Tables.Users.Rows);
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task Several_inputs_that_are_each_refused_in_a_batch_of_their_own_stop_the_app_too()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.NotFound, "{}");

        foreach (var source in new[] { "a", "b", "b", "c", "d" })
        {
            await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, source), default));
        }

        Assert.Equal(["a-0", "b-0", "b-0", "c-0"], app.HubSpot.Requests.SelectMany(HubSpotResponses.TraceIds));
    }

    [Fact]
    public async Task A_probe_does_without_the_batch_that_caused_the_stop()
    {
        await using var app = await StoppedAsync();
        RefuseBad(app, 403, "{}");
        app.Time.Advance(TimeSpan.FromSeconds(61));

        var bad = app.Batcher.CreateAsync(Bad(), default);
        var good = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "good"), default));
        var held = await app.EndAsync(bad);

        Assert.Equal(["good-0", "good-1"], HubSpotResponses.TraceIds(Assert.Single(app.HubSpot.Requests.Skip(4))));
        Assert.All(good.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.All(held.Inputs, input => Assert.NotNull(input.NotBefore));
        Assert.False(IsPaused(app));
    }

    [Fact]
    public async Task Once_others_have_had_the_first_attempt_the_batch_that_caused_the_stop_may_probe()
    {
        await using var app = await StoppedAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        app.Time.Advance(TimeSpan.FromSeconds(61));
        var early = await app.EndAsync(app.Batcher.CreateAsync(Bad(), default));
        app.Time.Advance(TimeSpan.FromSeconds(61));
        var late = await app.EndAsync(app.Batcher.CreateAsync(Bad(), default));

        Assert.All(early.Inputs, input => Assert.True(input is { Outcome: Outcome.Deferred, NotBefore: not null }));
        Assert.All(late.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
    }

    [Fact]
    public async Task A_lone_probe_that_is_refused_renews_the_pause_and_has_used_an_attempt()
    {
        await using var app = await StoppedAsync();
        app.Time.Advance(TimeSpan.FromSeconds(61));

        var probe = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "probe"), default));
        var held = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "held"), default));

        Assert.Equal((Outcome.Deferred, null), (probe.Inputs[0].Outcome, probe.Inputs[0].NotBefore));
        Assert.True(held.Inputs[0].NotBefore > Batches.Now.AddMinutes(2));
        Assert.Equal(5, app.HubSpot.Requests.Count);
    }

    [Fact]
    public async Task Reading_ends_no_pause_of_creating()
    {
        await using var app = await StoppedAsync(("HubSpot:UniqueProperty", "hs_email"));
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow(), HubSpotResponses.Values(request));
        app.Time.Advance(TimeSpan.FromSeconds(61));

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Cleared(Submissions.Count(1, "doubt"), _ => Batches.Now), default));

        Assert.Single(app.HubSpot.LookUps);
        Assert.True(IsPaused(app));
    }

    private static Submission Bad() => Submissions.Of("bad", Users.Named("bad0"), Users.Named("bad1"), Users.Named("bad2"));

    /// <summary>An app that a batch of three bad inputs has stopped.</summary>
    private static async Task<TestApp> StoppedAsync(params (string Name, string Value)[] settings)
    {
        var app = await TestApp.StartAsync(settings);
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.Forbidden, "{}");
        await app.EndAsync(app.Batcher.CreateAsync(Bad(), default));
        Assert.Equal(4, app.HubSpot.Requests.Count);
        Assert.True(IsPaused(app));
        return app;
    }

    private static bool IsPaused(TestApp app) => app.Tables.Control.Rows.Any(row => row.RowKey is "pause");

    private static void RefuseBad(TestApp app, int status, string body) =>
        app.HubSpot.Otherwise = request => request.Body.Contains("bad", StringComparison.Ordinal) ? StubHubSpot.Json((HttpStatusCode)status, body) : HubSpotResponses.AllCreated(request);

    private static (string? Outcome, int? Rejected, int? Deferred) BatchRowOf(TestApp app, Guid? id)
    {
        var row = app.Tables.Batches.Rows.Single(row => row.GetGuid("BatchId") == id);
        return (row.GetString("Outcome"), row.GetInt32("Rejected"), row.GetInt32("Deferred"));
    }
}
