using System.Net;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

/// <summary>A record stands in the way of a user that may have been created: whose it is decides.</summary>
public sealed class ConflictInDoubtTests
{
    [Fact]
    public async Task A_conflict_after_HubSpot_did_not_have_the_user_is_our_own_call_applied_late()
    {
        await using var app = await StartWithConflictAsync((_, now) => HubSpotResponses.Found(now, "m.0@example.com"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Created, "id-m.0@example.com", true), (outcome.Inputs[0].Outcome, outcome.Inputs[0].HubSpotId, outcome.Inputs[0].IsReconciled));
        Assert.Null(outcome.Inputs[0].ExistingId);
        Assert.Null(outcome.Inputs[0].ErrorCategory);
    }

    [Fact]
    public async Task A_record_in_the_way_of_a_user_in_doubt_that_has_another_value_is_someone_elses()
    {
        await using var app = await StartWithConflictAsync((request, now) => request.Body.Contains("idProperty", StringComparison.Ordinal)
            ? HubSpotResponses.Found(now)
            : StubHubSpot.Json(HttpStatusCode.OK, """{"status":"COMPLETE","results":[{"id":"77","properties":{"hs_email":"another@example.com"}}]}"""));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Duplicate, null, "77"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].HubSpotId, outcome.Inputs[0].ExistingId));
    }

    [Fact]
    public async Task A_record_that_HubSpot_names_and_only_finds_by_its_id_is_the_users_own_when_it_has_its_value()
    {
        await using var app = await StartWithConflictAsync((request, now) => request.Body.Contains("idProperty", StringComparison.Ordinal)
            ? HubSpotResponses.Found(now)
            : StubHubSpot.Json(HttpStatusCode.OK, """{"status":"COMPLETE","results":[{"id":"77","properties":{"hs_email":" M.0@Example.com"}}]}"""));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Created, "77"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].HubSpotId));
    }

    [Fact]
    public async Task A_user_in_doubt_whose_conflict_HubSpot_contradicts_stays_in_doubt()
    {
        await using var app = await StartWithConflictAsync((_, now) => HubSpotResponses.Found(now));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Deferred, true, true), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated, outcome.Inputs[0].IsAttempt));
    }

    [Fact]
    public async Task A_user_in_doubt_with_a_record_in_its_way_stays_in_doubt_while_HubSpot_cannot_be_asked_whose_it_is()
    {
        await using var app = await StartWithConflictAsync((_, _) => StubHubSpot.Json(HttpStatusCode.ServiceUnavailable, "{}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Deferred, true), (outcome.Inputs[0].Outcome, outcome.Inputs[0].MayBeCreated));
    }

    [Fact]
    public async Task A_user_in_doubt_with_a_record_in_its_way_is_unknown_when_HubSpot_never_tells_whose_it_is()
    {
        await using var app = await StartWithConflictAsync((_, _) => StubHubSpot.Json(HttpStatusCode.Forbidden, "{}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal(Outcome.Unknown, outcome.Inputs[0].Outcome);
    }

    [Theory]
    [InlineData("""{"id":"77"}""", Outcome.Unknown)]
    [InlineData("""{"id":"77","properties":{"hs_email":null}}""", Outcome.Duplicate)]
    [InlineData("""{"id":"77","objectWriteTraceId":"m-0"}""", Outcome.Created)]
    public async Task Whose_a_record_in_the_way_is_that_does_not_show_its_value_is_unknown_while_HubSpot_cannot_be_asked_by_the_value(string record, Outcome expected)
    {
        await using var app = await StartWithConflictAsync((request, _) => request.Body.Contains("idProperty", StringComparison.Ordinal)
            ? StubHubSpot.Json(HttpStatusCode.BadRequest, "{}")
            : StubHubSpot.Json(HttpStatusCode.OK, $$"""{"status":"COMPLETE","results":[{{record}}]}"""));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal(expected, outcome.Inputs[0].Outcome);
    }

    [Fact]
    public async Task A_record_in_the_way_that_does_not_show_its_value_is_someone_elses_when_none_has_the_users()
    {
        await using var app = await StartWithConflictAsync((request, now) => request.Body.Contains("idProperty", StringComparison.Ordinal)
            ? HubSpotResponses.Found(now)
            : StubHubSpot.Json(HttpStatusCode.OK, """{"status":"COMPLETE","results":[{"id":"77"}]}"""));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1, "m"), default));

        Assert.Equal((Outcome.Duplicate, "77"), (outcome.Inputs[0].Outcome, outcome.Inputs[0].ExistingId));
    }

    /// <summary>Starts an app whose first call leaves doubt and whose next meets a record in the user's way.</summary>
    /// <param name="second">Responds to look-ups, given the time, after a first one that finds nothing.</param>
    private static async Task<TestApp> StartWithConflictAsync(Func<SentRequest, DateTimeOffset, HttpResponseMessage> second)
    {
        var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "CONFLICT", "User already exists. Existing ID: 77");
        var lookUps = 0;
        app.HubSpot.LookUp = request => Interlocked.Increment(ref lookUps) is 1 ? HubSpotResponses.Found(app.Time.GetUtcNow()) : second(request, app.Time.GetUtcNow());
        return app;
    }
}
