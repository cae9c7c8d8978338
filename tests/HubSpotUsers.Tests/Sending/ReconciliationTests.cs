using System.Net;
using System.Text.Json.Nodes;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

public sealed class ReconciliationTests
{
    [Fact]
    public async Task After_an_ambiguous_response_HubSpot_is_asked_once_for_all_users_after_the_delay()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow(), HubSpotResponses.Values(request));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "m"), default));

        Assert.Equal(["HubSpot create", "HubSpot read"], app.Steps.All.Where(step => step.StartsWith("HubSpot ", StringComparison.Ordinal)));
        Assert.Equal(TimeSpan.FromSeconds(15), app.HubSpot.LookUps[0].At - app.HubSpot.Creates[0].At);
        Assert.Equal("hs_email", JsonNode.Parse(app.HubSpot.LookUps[0].Body)!["idProperty"]!.GetValue<string>());
        Assert.Equal(["m.0@example.com", "m.1@example.com", "m.2@example.com"], HubSpotResponses.Values(app.HubSpot.LookUps[0]));
        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Created, true), (input.Outcome, input.IsReconciled)));
        Assert.Equal("id-m.1@example.com", outcome.Inputs[1].HubSpotId);
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal(("Created", true), (row.GetString("Outcome"), row.GetBoolean("Reconciled"))));
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task A_user_that_was_there_before_it_was_sent_is_a_duplicate()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow().AddHours(-1), HubSpotResponses.Values(request));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Duplicate, "id-m.0@example.com", null), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ExistingId, outcome.Inputs[0].HubSpotId));
    }

    [Theory]
    [InlineData("Anna@Example.com", "anna@example.com")]
    [InlineData(" anna@example.com ", "anna@example.com")]
    [InlineData("anna@example.com", "Anna@Example.com ")]
    public async Task Values_are_asked_for_and_compared_without_regard_to_case_and_blanks_around_them(string sent, string kept)
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), kept);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", Users.With(("hs_email", sent))), default));

        Assert.Equal(Outcome.Created, outcome.Inputs[0].Outcome);
        Assert.Equal(["anna@example.com"], HubSpotResponses.Values(Assert.Single(app.HubSpot.LookUps)));
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task Values_that_differ_only_so_are_found_by_one_look_up()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow(), HubSpotResponses.Values(request).Select(value => $" {value.ToUpperInvariant()}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Single(app.HubSpot.LookUps);
    }

    [Fact]
    public async Task Only_the_users_HubSpot_does_not_have_are_sent_again()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), "m.1@example.com");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(3, "m"), default));

        Assert.Equal(["m-0", "m-2"], HubSpotResponses.TraceIds(app.HubSpot.Creates[1]));
        Assert.Equal(2, app.HubSpot.Creates.Count);
        Assert.Equal([false, true, false], outcome.Inputs.Select(input => input.IsReconciled));
        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal(2, app.Tables.Batches.Rows.Count);
    }

    [Fact]
    public async Task Users_a_response_passes_over_are_asked_for_alone()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.Created, """{"status":"COMPLETE","results":[{"id":"7","objectWriteTraceId":"m-0"}]}""");
        app.HubSpot.LookUp = request => HubSpotResponses.Found(app.Time.GetUtcNow(), HubSpotResponses.Values(request));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "m"), default));

        Assert.Equal(["m.1@example.com"], HubSpotResponses.Values(app.HubSpot.LookUps[0]));
        Assert.Equal(["7", "id-m.1@example.com"], outcome.Inputs.Select(input => input.HubSpotId));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task When_HubSpot_cannot_be_asked_at_all_the_users_are_unknown(int status)
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => StubHubSpot.Json((HttpStatusCode)status, Fixture.Read("error-validation"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal("Unknown", row.GetString("Outcome")));
        Assert.Single(app.HubSpot.Creates);
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(401, "{}")]
    [InlineData(200, "<html/>")]
    [InlineData(200, "{\"status\":\"PENDING\",\"results\":[]}")]
    public async Task When_HubSpot_cannot_be_asked_now_just_the_doubtful_users_stay_in_the_released_intent(int status, string body)
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.Created, """{"status":"COMPLETE","results":[{"id":"7","objectWriteTraceId":"m-0"}]}""");
        app.HubSpot.LookUp = _ => StubHubSpot.Json((HttpStatusCode)status, body);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "m"), default));

        Assert.Equal([(Outcome.Created, false), (Outcome.Deferred, true)], outcome.Inputs.Select(input => (input.Outcome, input.MayBeCreated)));
        var intent = Assert.Single(app.Tables.Intents.Rows);
        Assert.True(intent.GetBoolean("IsReleased"));
        Assert.Equal(["m-1"], JsonNode.Parse(intent.GetString("Inputs"))!.AsArray().Select(input => input!["Key"]!.GetValue<string>()));
        Assert.Equal(["m-0"], app.Tables.Users.Rows.Select(row => row.RowKey));
    }

    [Fact]
    public async Task A_user_without_the_value_is_unknown_and_never_sent_again()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", Users.With(("hs_job_title", "x")), Users.Named("anna"), Users.With(("hs_email", string.Empty))), default));

        Assert.Equal([Outcome.Unknown, Outcome.Created, Outcome.Unknown], outcome.Inputs.Select(input => input.Outcome));
        Assert.Equal(["m-1"], HubSpotResponses.TraceIds(app.HubSpot.Creates[1]));
        Assert.Equal(2, app.HubSpot.Creates.Count);
    }

    [Fact]
    public async Task After_two_more_sendings_the_rest_is_left_open()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Deferred, true), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
        Assert.Equal((3, 2), (app.HubSpot.Creates.Count, app.HubSpot.LookUps.Count));
        Assert.Empty(app.Tables.Users.Rows);
    }

    [Fact]
    public async Task Users_that_may_have_been_sent_before_are_asked_for_before_anything_is_sent()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), "m.1@example.com");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Cleared(Submissions.Count(3, "m"), index => index is 0 ? null : app.Time.GetUtcNow().AddMinutes(-9)), default));

        Assert.Equal(["m.1@example.com", "m.2@example.com"], HubSpotResponses.Values(app.HubSpot.Requests[0]));
        Assert.Equal(["m-0", "m-2"], HubSpotResponses.TraceIds(app.HubSpot.Requests[1]));
        Assert.Equal([false, true, false], outcome.Inputs.Select(input => input.IsReconciled));
    }

    [Fact]
    public async Task Without_a_unique_property_users_that_may_have_been_sent_are_unknown_and_not_sent()
    {
        await using var app = await TestApp.StartAsync();

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Cleared(Submissions.Count(2, "m"), _ => app.Time.GetUtcNow()), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.Empty(app.HubSpot.Requests);
    }

    [Fact]
    public async Task A_user_in_doubt_whose_second_sending_is_not_applied_stays_in_doubt()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Plan(HttpStatusCode.Forbidden, "{}");
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Deferred, true), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
        Assert.True(Assert.Single(app.Tables.Intents.Rows).GetBoolean("IsReleased"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(20)]
    public async Task One_value_that_HubSpot_cannot_look_up_costs_only_its_own_user(int place)
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.GatewayTimeout, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = request => HubSpotResponses.Values(request).Any(value => !value.Contains('@', StringComparison.Ordinal))
            ? StubHubSpot.Json(HttpStatusCode.BadRequest, Fixture.Read("error-validation"))
            : HubSpotResponses.Found(app.Time.GetUtcNow(), HubSpotResponses.Values(request).Take(1));
        var users = Enumerable.Range(0, 21).Select(index => index == place ? Users.With(("hs_email", "no address")) : Users.Named($"u{index}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", [.. users]), default));

        Assert.Equal(Outcome.Unknown, outcome.Inputs[place].Outcome);
        Assert.Equal(20, outcome.Inputs.Count(input => input.Outcome is Outcome.Created));
        Assert.InRange(app.HubSpot.LookUps.Count, 2, 12);
    }

    [Fact]
    public async Task A_look_up_that_HubSpot_refuses_for_every_value_is_ended_after_a_few()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.GatewayTimeout, "<html/>");
        app.HubSpot.LookUp = _ => StubHubSpot.Json(HttpStatusCode.BadRequest, Fixture.Read("error-validation"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(100, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.Equal(4, app.HubSpot.LookUps.Count);
    }

    [Fact]
    public async Task The_next_delivery_asks_no_sooner_than_the_delay_after_the_last_call()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());
        var handler = app.Get<UserMessageHandler>();

        await app.EndAsync(handler.HandleAsync(QueueMessages.With("""{"properties":{"hs_email":"a@example.com"}}"""), default));
        var (copy, delay) = (Assert.Single(app.Queues.Users.Messages).ToString(), app.Queues.Users.Delays.Single()!.Value);
        app.Time.Advance(delay);
        await app.EndAsync(handler.HandleAsync(QueueMessages.With(copy), default));

        Assert.Contains("\"attempt\":2", copy, StringComparison.Ordinal);
        Assert.True(app.HubSpot.LookUps[2].At - app.HubSpot.Creates[2].At >= TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_delivery_that_comes_sooner_is_held_and_keeps_the_doubt()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());
        var handler = app.Get<UserMessageHandler>();
        await app.EndAsync(handler.HandleAsync(QueueMessages.With("""{"properties":{"hs_email":"a@example.com"}}"""), default));
        var requests = app.HubSpot.Requests.Count;

        app.Time.Advance(TimeSpan.FromSeconds(3));
        await app.EndAsync(handler.HandleAsync(QueueMessages.With(app.Queues.Users.Messages[0].ToString()), default));

        Assert.Equal(requests, app.HubSpot.Requests.Count);
        Assert.Contains("\"attempt\":2", app.Queues.Users.Messages[1].ToString(), StringComparison.Ordinal);
        Assert.InRange(app.Queues.Users.Delays[1]!.Value, TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(14));
        Assert.Single(app.Tables.Intents.Rows);
    }
}
