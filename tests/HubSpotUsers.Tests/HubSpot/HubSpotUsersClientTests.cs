using System.Net;
using HubSpotUsers.HubSpot.Responses;
using Testing.Drivers;

namespace HubSpotUsers.Tests.HubSpot;

public sealed class HubSpotUsersClientTests
{
    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(202)]
    [InlineData(207)]
    public async Task Any_success_is_read_by_its_body(int status)
    {
        await using var app = new TestApp();
        app.HubSpot.Plan((HttpStatusCode)status, Fixture.Read("batch-complete"), ("X-HubSpot-Correlation-Id", "from-header"));

        var result = await app.CreateAsync();

        Assert.Equal((CallOutcome.Processed, (HttpStatusCode)status, "from-header"), (result.Outcome, result.HttpStatus, result.CorrelationId));
        Assert.Equal("512", result.Response!.Results![0]!.Id);
    }

    [Fact]
    public async Task The_request_goes_to_HubSpots_path_as_JSON_with_the_token()
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(HttpStatusCode.Created, Fixture.Read("batch-complete"));

        await app.CreateAsync();

        var request = Assert.Single(app.HubSpot.Requests);
        Assert.Equal(HttpMethod.Post, request.Method);
        Assert.Equal(new Uri("https://api.hubapi.com/crm/v3/objects/users/batch/create"), request.Address);
        Assert.Equal("Bearer pat-eu1-first", request.Authorization);
        Assert.Equal("application/json", request.ContentType);
        Assert.Equal("""{"inputs":[{"associations":[],"properties":{"hs_email":"m.0@example.com","hs_job_title":"Engineer"},"objectWriteTraceId":"m-0"}]}""", request.Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("<html>Welcome</html>")]
    [InlineData("{\"status\":\"COMPLETE\",\"results\":[{\"id\":\"1\"")]
    [InlineData("{}")]
    [InlineData("{\"message\":\"unknown response\"}")]
    public async Task A_success_that_cannot_be_read_is_ambiguous(string body)
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(HttpStatusCode.OK, body);

        var result = await app.CreateAsync();

        Assert.Equal((CallOutcome.Ambiguous, HttpStatusCode.OK), (result.Outcome, result.HttpStatus));
        Assert.Single(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData("error-validation", "VALIDATION_ERROR", "validation-1")]
    [InlineData("error", "RATE_LIMITS", "c033cdaa-2c40-4a64-ae48-b4cec88dad24")]
    public async Task A_refusal_gives_its_error_and_correlation_id(string fixture, string category, string correlationId)
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(HttpStatusCode.BadRequest, Fixture.Read(fixture), ("X-HubSpot-Correlation-Id", "from-header"));

        var result = await app.CreateAsync();

        Assert.Equal((CallOutcome.InputsRefused, category, correlationId), (result.Outcome, result.Error!.Category, result.CorrelationId));
    }

    [Theory]
    [InlineData("anna@example.com", "c-1", "c-1")]
    [InlineData("two words", "c-1", "c-1")]
    [InlineData("", "anna@example.com", null)]
    public async Task What_has_not_the_form_of_a_correlation_id_is_not_kept(string inBody, string inHeader, string? expected)
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(HttpStatusCode.BadRequest, $$"""{"category":"VALIDATION_ERROR","correlationId":"{{inBody}}"}""", ("X-HubSpot-Correlation-Id", inHeader));

        Assert.Equal(expected, (await app.CreateAsync()).CorrelationId);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(521)]
    [InlineData(524)]
    public async Task Server_trouble_is_ambiguous_and_never_sent_again(int status)
    {
        await using var app = new TestApp();
        app.HubSpot.Plan((HttpStatusCode)status, "<html>Bad gateway</html>", ("Retry-After", "1"));

        var result = await app.CreateAsync();

        Assert.Equal((CallOutcome.Ambiguous, (HttpStatusCode)status, null), (result.Outcome, result.HttpStatus, result.Error));
        Assert.Single(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var app = new TestApp();
        app.HubSpot.Plan((HttpStatusCode)status, string.Empty, ("Location", "https://elsewhere.test/"));

        var result = await app.CreateAsync();

        Assert.Equal(CallOutcome.CallRefused, result.Outcome);
        Assert.Single(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData(403, CallOutcome.CallRefused)]
    [InlineData(404, CallOutcome.CallRefused)]
    [InlineData(477, CallOutcome.NotApplied)]
    public async Task What_a_short_wait_cannot_fix_is_not_sent_again(int status, CallOutcome expected)
    {
        await using var app = new TestApp();
        app.HubSpot.Plan((HttpStatusCode)status, Fixture.Read("error"), ("Retry-After", "5"));

        var result = await app.CreateAsync();

        Assert.Equal(expected, result.Outcome);
        Assert.Single(app.HubSpot.Requests);
    }

    [Fact]
    public async Task Cancellation_before_the_call_leaves_means_it_was_not_applied()
    {
        await using var app = new TestApp();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var result = await app.Client.CreateAsync("{}"u8.ToArray(), leaving: static () => { }, cancelled.Token);

        Assert.Equal(CallOutcome.NotApplied, result.Outcome);
        Assert.Empty(app.HubSpot.Requests);
    }

    [Fact]
    public async Task Cancellation_of_a_call_in_flight_is_the_callers()
    {
        await using var app = new TestApp();
        using var cancelled = new CancellationTokenSource();
        app.HubSpot.Plan(async (_, cancellationToken) =>
        {
            await cancelled.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("It never ends by itself.");
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.Client.CreateAsync("{}"u8.ToArray(), leaving: static () => { }, cancelled.Token));
    }
}
