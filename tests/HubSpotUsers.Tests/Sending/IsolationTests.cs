using System.Net;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

/// <summary>Errors that name no input: the bad ones end up alone, the good ones are created.</summary>
public sealed class IsolationTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 2)]
    public async Task Just_the_bad_users_are_refused_with_HubSpots_reason(bool hasUniqueProperty, int errors)
    {
        await using var app = await (hasUniqueProperty ? TestApp.StartReconcilingAsync() : TestApp.StartAsync());
        app.HubSpot.Otherwise = request => Nameless(request, errors);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(5, "m"), default));

        Assert.Equal([Outcome.Created, Outcome.Rejected, Outcome.Rejected, Outcome.Created, Outcome.Created], outcome.Inputs.Select(input => input.Outcome));
        Assert.Equal(("VALIDATION_ERROR", "Not valid"), (outcome.Inputs[1].ErrorCategory, outcome.Inputs[1].ErrorMessage));
        Assert.Distinct(app.HubSpot.Creates.SelectMany(request => HubSpotResponses.TraceIds(request).Where(id => !IsBad(id))));
    }

    [Fact]
    public async Task The_look_up_does_not_wait_and_those_it_finds_are_not_sent_again()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.MultiStatus, """{"status":"COMPLETE","results":[],"errors":[{"category":"VALIDATION_ERROR","message":"Not valid"}]}""");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), "m.0@example.com", "m.3@example.com");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(4, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal(["m-0,m-1,m-2,m-3", "m-1", "m-2"], app.HubSpot.Creates.Select(request => string.Join(',', HubSpotResponses.TraceIds(request))));
        Assert.True(app.HubSpot.LookUps[0].At - app.HubSpot.Creates[0].At < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task What_cannot_be_looked_up_is_unknown_and_the_row_keeps_HubSpots_words()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.MultiStatus, """{"status":"COMPLETE","results":[],"errors":[{"category":"VALIDATION_ERROR","message":"Value m.1@example.com is not valid"}]}""");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.Single(app.HubSpot.Creates);
        Assert.Contains("VALIDATION_ERROR Value … is not valid", Assert.Single(app.Tables.Batches.Rows).GetString("ErrorSummary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conflicts_without_a_look_up_are_sent_apart_at_once()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => Conflicts(request);

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(4, "m"), default));

        Assert.Equal(["0", "1", "2", "3"], outcome.Inputs.Select(input => input.ExistingId));
        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Duplicate, input.Outcome));
        Assert.Equal(7, app.HubSpot.Creates.Count);
    }

    [Fact]
    public async Task A_response_that_never_makes_sense_ends_after_as_many_calls_as_any_other()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.MultiStatus, """{"status":"COMPLETE","results":[{"id":"9"}],"errors":[{"message":"Not valid"},{"message":"Not valid"}]}""");
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal((Outcome.Deferred, true), (input.Outcome, input.MayBeCreated)));
        Assert.Equal(7, app.HubSpot.Creates.Count);
    }

    /// <summary>Creates the good users of a request; the bad ones are so many errors, or one each when they are alone.</summary>
    private static HttpResponseMessage Nameless(SentRequest request, int errors)
    {
        var (bad, good) = (HubSpotResponses.TraceIds(request).Where(IsBad).ToList(), HubSpotResponses.TraceIds(request).Where(id => !IsBad(id)).ToList());
        var results = good.Select(id => $$"""{"id":"1{{id[^1]}}","objectWriteTraceId":"{{id}}"}""");
        var listed = Enumerable.Repeat("""{"status":"error","category":"VALIDATION_ERROR","message":"Not valid"}""", bad.Count > 1 ? errors : bad.Count);
        return StubHubSpot.Json(HttpStatusCode.MultiStatus, $$"""{"status":"COMPLETE","results":[{{string.Join(',', results)}}],"errors":[{{string.Join(',', listed)}}]}""");
    }

    private static HttpResponseMessage Conflicts(SentRequest request)
    {
        var errors = HubSpotResponses.TraceIds(request).Select(id => $$"""{"category":"CONFLICT","message":"User already exists. Existing ID: {{id[^1]}}"}""");
        return StubHubSpot.Json(HttpStatusCode.MultiStatus, $$"""{"status":"COMPLETE","results":[],"errors":[{{string.Join(',', errors)}}]}""");
    }

    private static bool IsBad(string traceId) => traceId[^1] is '1' or '2';
}
