using System.Net;
using Azure.Data.Tables;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Pausing;

public sealed class SendingStopsTests
{
    private const string User = """{"properties":{"hs_email":"anna@example.com"}}""";

    [Theory]
    [InlineData(401, "error", null, 60)]
    [InlineData(477, "error", "3600", 3600)]
    [InlineData(477, "error", null, 300)]
    [InlineData(477, "error", "-5", 300)]
    [InlineData(477, "error", "99999999999", 86400)]
    [InlineData(429, "error-unnamed-limit", "600", 600)]
    [InlineData(429, "error-unnamed-limit", "Mon, 23 Nov 2026 10:14:00 GMT", 840)]
    [InlineData(429, "error-daily", "120", 120)]
    [InlineData(429, "error-daily", "1", 60)]
    public async Task After_a_response_that_asks_for_patience_nothing_is_sent_and_no_try_is_counted(int status, string body, string? retryAfter, int seconds)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan((HttpStatusCode)status, Fixture.Read(body), retryAfter is null ? [] : [("Retry-After", retryAfter)]);

        var first = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "first"), default));
        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(User), default));

        Assert.Single(app.HubSpot.Requests);
        Assert.All(first.Inputs, input => Assert.Equal(Outcome.Deferred, input.Outcome));
        Assert.InRange(first.Inputs[0].NotBefore!.Value - Batches.Now, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 2));
        Assert.Contains("\"attempt\":1", Assert.Single(app.Queues.Users.Messages).ToString(), StringComparison.Ordinal);
        Assert.InRange(app.Queues.Users.Delays[0]!.Value, TimeSpan.FromSeconds(seconds - 2), TimeSpan.FromSeconds(seconds + 35));
    }

    [Theory]
    [InlineData("error-daily", null)]
    [InlineData("error-daily", "86400")]
    [InlineData("error-unnamed-daily", null)]
    [InlineData("error-unnamed-daily", "1500000")]
    [InlineData("error-unnamed-limit", "86400")]
    public async Task However_long_a_limit_seems_to_last_one_call_looks_again_within_half_an_hour(string body, string? retryAfter)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read(body), retryAfter is null ? [] : [("Retry-After", retryAfter)]);

        var refused = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "refused"), default));
        var held = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "held"), default));

        Assert.Single(app.HubSpot.Requests);
        Assert.All([refused, held], outcome => Assert.InRange(outcome.Inputs[0].NotBefore!.Value - Batches.Now, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30.1)));
    }

    [Fact]
    public async Task Of_a_used_up_day_the_pause_ends_at_midnight_at_the_latest()
    {
        await using var app = await TestApp.StartAsync();
        app.Time.Advance(TimeSpan.FromHours(13.9));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error-daily"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.Equal(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero), outcome.Inputs[0].NotBefore);
    }

    [Fact]
    public async Task A_day_that_ends_at_another_time_than_the_settings_say_costs_half_an_hour_at_most()
    {
        await using var app = await TestApp.StartAsync(("Batching:MaxInputs", "1"));
        app.Time.Advance(TimeSpan.FromHours(14));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error-daily"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error-daily"));
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "refused"), default));

        app.Time.Advance(TimeSpan.FromMinutes(30));
        var probes = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(5, "probing"), default));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Time.Advance(TimeSpan.FromMinutes(30));
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "new-day"), default));
        var after = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(5, "after"), default));

        Assert.All(probes.Inputs, input => Assert.Equal(Outcome.Deferred, input.Outcome));
        Assert.All(after.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal(2 + 1 + 5, app.HubSpot.Requests.Count);
        Assert.DoesNotContain(app.Tables.Control.Rows, row => row.RowKey is "pause");
    }

    [Theory]
    [InlineData("0", "0.1")]
    [InlineData("62500", "0.1")]
    public async Task When_only_the_calls_kept_for_other_apps_are_left_the_day_is_over(string remaining, string reserve)
    {
        await using var app = await TestApp.StartAsync(("HubSpot:DailyReserve", reserve), ("HubSpot:AccountTimeZone", "America/New_York"));
        app.HubSpot.Otherwise = request =>
        {
            var response = HubSpotResponses.AllCreated(request);
            response.Headers.Add("X-HubSpot-RateLimit-Daily", "625000");
            response.Headers.Add("X-HubSpot-RateLimit-Daily-Remaining", remaining);
            return response;
        };

        app.Time.Advance(TimeSpan.FromHours(18.9));
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "first"), default));
        var second = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "second"), default));

        Assert.Single(app.HubSpot.Requests);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 5, 0, 0, TimeSpan.Zero), second.Inputs[0].NotBefore);
    }

    [Fact]
    public async Task After_a_refused_token_one_batch_probes_and_a_success_lets_all_go_on()
    {
        await using var app = await TestApp.StartAsync(("Batching:MaxInputs", "1"));
        app.HubSpot.Plan(HttpStatusCode.Unauthorized, Fixture.Read("error"));
        app.HubSpot.Plan(HttpStatusCode.Unauthorized, Fixture.Read("error"));
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "refused"), default));

        app.Time.Advance(TimeSpan.FromSeconds(61));
        var probes = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(5, "probing"), default));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Time.Advance(TimeSpan.FromSeconds(61));
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "fixed"), default));
        var after = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(5, "after"), default));

        Assert.All(probes.Inputs, input => Assert.Equal(Outcome.Deferred, input.Outcome));
        Assert.All(after.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal(2 + 1 + 5, app.HubSpot.Requests.Count);
        Assert.DoesNotContain(app.Tables.Control.Rows, row => row.RowKey is "pause");
    }

    [Fact]
    public async Task A_probe_whose_response_says_neither_yes_nor_no_is_followed_by_another_after_the_interval()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.Unauthorized, Fixture.Read("error"));
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "refused"), default));

        app.Time.Advance(TimeSpan.FromSeconds(61));
        var probe = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "probe"), default));
        var held = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "held"), default));
        app.Time.Advance(TimeSpan.FromSeconds(61));
        var afterwards = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "fixed"), default));

        Assert.Equal(Outcome.Unknown, probe.Inputs[0].Outcome);
        Assert.Equal(Outcome.Deferred, held.Inputs[0].Outcome);
        Assert.Equal(Outcome.Created, afterwards.Inputs[0].Outcome);
    }

    [Fact]
    public async Task A_batch_of_which_nothing_could_be_sent_leaves_the_probe_to_the_next()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());
        var handler = app.Get<UserMessageHandler>();
        await app.EndAsync(handler.HandleAsync(QueueMessages.With("""{"properties":{"hs_email":"a@example.com"}}"""), default));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Time.Advance(TimeSpan.FromSeconds(5));
        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "pause") { ["Reason"] = "DailyLimit", ["Until"] = app.Time.GetUtcNow().AddSeconds(2) });
        var held = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "held"), default));

        app.Time.Advance(TimeSpan.FromSeconds(2));
        await app.EndAsync(handler.HandleAsync(QueueMessages.With(app.Queues.Users.Messages[0].ToString()), default));
        var sent = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "sent"), default));

        Assert.Equal(Outcome.Deferred, held.Inputs[0].Outcome);
        Assert.Equal(Outcome.Created, sent.Inputs[0].Outcome);
    }

    [Fact]
    public async Task A_stop_of_one_process_stops_the_others()
    {
        await using var app = await TestApp.StartAsync();
        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "pause")
        {
            ["Reason"] = "DailyLimit",
            ["Until"] = Batches.Now.AddHours(3),
        });

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.Equal(Batches.Now.AddHours(3), outcome.Inputs[0].NotBefore);
        Assert.Empty(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData("LaterReason")]
    [InlineData("99")]
    [InlineData(7)]
    [InlineData(null)]
    public async Task A_pause_whose_reason_cannot_be_read_is_one_and_a_probe_ends_it(object? reason)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var row = new TableEntity("control", "pause") { ["Until"] = "2026-11-23T13:00:00Z", ["Detail"] = 1, ["More"] = "of a later version" };
        row["Reason"] = reason;
        await app.Tables.Control.UpsertEntityAsync(row);

        var held = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "held"), default));
        app.Time.Advance(TimeSpan.FromHours(3));
        var sent = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "sent"), default));

        Assert.Equal((Outcome.Deferred, Batches.Now.AddHours(3)), (held.Inputs[0].Outcome, held.Inputs[0].NotBefore));
        Assert.Equal(Outcome.Created, sent.Inputs[0].Outcome);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("tomorrow")]
    [InlineData(7)]
    public async Task A_pause_without_a_time_that_can_be_read_is_none(object? until)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "pause") { ["Reason"] = "DailyLimit", ["Until"] = until });
        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "of-a-later-version") { ["Reason"] = 1 });
        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "mode") { ["Later"] = "Pause" });

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.Equal(Outcome.Created, outcome.Inputs[0].Outcome);
    }

    [Fact]
    public async Task Scopes_that_lack_are_named_and_reading_without_a_scope_stops_nothing()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => StubHubSpot.Json(HttpStatusCode.Forbidden, Fixture.Read("error"));
        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "doubt"), default));
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.Forbidden, """{"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":["crm.objects.users.write"]}}]}""");

        var refused = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "refused"), default));
        var held = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "held"), default));

        Assert.All(refused.Inputs, input => Assert.Equal("MISSING_SCOPES", input.ErrorCategory));
        Assert.Equal("HubSpot does not allow the app to create users: it lacks the scopes crm.objects.users.write", held.Inputs[0].ErrorMessage);
    }

    [Fact]
    public async Task An_outage_opens_the_circuit_and_users_wait_without_being_sent()
    {
        await using var app = await TestApp.StartAsync(("Batching:MaxInputs", "1"));
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.ServiceUnavailable, "<html/>");

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(10, "lost"), default));
        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "kept"), default));

        Assert.All(outcome.Inputs, input => Assert.True(input is { Outcome: Outcome.Deferred, NotBefore: not null, MayBeCreated: false }));
        Assert.Equal(10, app.HubSpot.Requests.Count);
    }

    [Fact]
    public async Task Too_many_errors_in_a_day_stop_sending()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxDailyErrors", "20"), ("HubSpot:RateLimit", "1000"));
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.BadRequest, Fixture.Read("error-validation"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(100), default));

        Assert.Equal(21, app.HubSpot.Requests.Count);
        Assert.Contains(outcome.Inputs, input => input is { Outcome: Outcome.Deferred, NotBefore: not null });
        Assert.DoesNotContain(outcome.Inputs, input => input.Outcome is Outcome.Unknown);
    }
}
