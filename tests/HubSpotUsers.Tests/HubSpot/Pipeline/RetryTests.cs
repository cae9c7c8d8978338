using System.Net;
using HubSpotUsers.HubSpot.Responses;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.HubSpot.Pipeline;

public sealed class RetryTests
{
    [Fact]
    public async Task A_rolling_limit_is_waited_for_and_the_call_sent_again()
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var result = await app.CreateAsync();

        Assert.Equal(CallOutcome.Processed, result.Outcome);
        Assert.Equal(3, app.HubSpot.Requests.Count);
        Assert.All(app.HubSpot.Requests, request => Assert.Equal(app.HubSpot.Requests[0].Body, request.Body));
        Assert.All(Waits(app), wait => Assert.InRange(wait, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_limit_that_stays_ends_the_call_after_the_retries_allowed()
    {
        await using var app = new TestApp(("HubSpot:MaxRetries", "2"));
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.TooManyRequests, Fixture.Read("error"));

        var result = await app.CreateAsync();

        Assert.Equal((CallOutcome.NotApplied, HttpStatusCode.TooManyRequests), (result.Outcome, result.HttpStatus));
        Assert.Equal(3, app.HubSpot.Requests.Count);
    }

    [Fact]
    public async Task Without_retries_allowed_there_are_none()
    {
        await using var app = new TestApp(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"));

        var result = await app.CreateAsync();

        Assert.Equal(CallOutcome.NotApplied, result.Outcome);
    }

    [Fact]
    public async Task The_daily_limit_is_not_waited_for()
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error-daily"));

        var result = await app.CreateAsync();

        Assert.Equal((CallOutcome.NotApplied, "DAILY"), (result.Outcome, result.Error!.PolicyName));
        Assert.Single(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData(423, null, 2)]
    [InlineData(423, "0", 2)]
    [InlineData(423, "5", 5)]
    [InlineData(429, "3", 3)]
    [InlineData(423, "-7", 2)]
    [InlineData(423, "60", 60)]
    [InlineData(423, "99999999999999", 60)]
    [InlineData(429, "60", 60)]
    [InlineData(429, "1500", 60)]
    [InlineData(429, "99999999999999", 60)]
    [InlineData(429, "Tue, 24 Nov 2026 10:00:00 GMT", 60)]
    [InlineData(429, "Mon, 23 Nov 2026 10:00:07 GMT", 7)]
    [InlineData(423, "Mon, 23 Nov 2026 09:00:00 GMT", 2)]
    public async Task Retry_After_is_honoured_within_bounds(int status, string? retryAfter, int seconds)
    {
        await using var app = new TestApp();
        app.HubSpot.Plan((HttpStatusCode)status, Fixture.Read("error"), retryAfter is null ? [] : [("Retry-After", retryAfter)]);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await Eventually.EndAsync(app.StartCreate(), app.Time, TimeSpan.FromSeconds(70));

        // The clock's timers count whole milliseconds.
        Assert.InRange(Assert.Single(Waits(app)), TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 0.1));
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task A_connection_that_failed_is_tried_again(HttpRequestError error)
    {
        await using var app = new TestApp();
        app.HubSpot.PlanFailure(new HttpRequestException(error));
        app.HubSpot.PlanFailure(new TaskCanceledException("ConnectTimeout", new TimeoutException()));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var result = await app.CreateAsync();

        Assert.Equal(CallOutcome.Processed, result.Outcome);
        Assert.Equal(3, app.HubSpot.Requests.Count);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    public async Task A_connection_reset_after_sending_is_never_tried_again(HttpRequestError error)
    {
        await using var app = new TestApp();
        app.HubSpot.PlanFailure(new HttpRequestException(error));

        var result = await app.CreateAsync();

        Assert.Equal((CallOutcome.Ambiguous, $"{error} on the way to HubSpot"), (result.Outcome, result.Trouble));
        Assert.Single(app.HubSpot.Requests);
    }

    [Fact]
    public async Task Every_further_attempt_takes_a_permit()
    {
        await using var app = new TestApp(("HubSpot:RateLimit", "1"));
        app.HubSpot.Plan(HttpStatusCode.Locked, Fixture.Read("error"));
        app.HubSpot.Plan(HttpStatusCode.Locked, Fixture.Read("error"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var limiter = app.Get<System.Threading.RateLimiting.RateLimiter>();

        await app.CreateAsync();

        Assert.Equal(3, limiter.GetStatistics()!.TotalSuccessfulLeases);
        Assert.InRange(app.HubSpot.Requests[2].At - app.HubSpot.Requests[1].At, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12.1));
    }

    private static IEnumerable<TimeSpan> Waits(TestApp app) => app.HubSpot.Requests.Zip(app.HubSpot.Requests.Skip(1), (one, next) => next.At - one.At);
}
