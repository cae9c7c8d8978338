using System.Net;
using HubSpotUsers.HubSpot.Responses;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.HubSpot.Pipeline;

public sealed class TimeoutTests
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(110);

    [Fact]
    public async Task No_response_in_time_is_ambiguous()
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return new HttpResponseMessage();
        });

        var call = app.StartCreate();
        await Eventually.TrueAsync(() => app.HubSpot.Requests.Count is 1);
        app.Time.Advance(RequestTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(call.IsCompleted);
        app.Time.Advance(TimeSpan.FromMilliseconds(1));
        var result = await call;

        Assert.Equal((CallOutcome.Ambiguous, "HubSpot did not respond in time"), (result.Outcome, result.Trouble));
        Assert.Single(app.HubSpot.Requests);
    }

    [Fact]
    public async Task A_body_that_drips_beyond_the_time_is_ambiguous()
    {
        await using var app = new TestApp();
        var body = new DrippingContent();
        app.HubSpot.Plan((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = body }));

        var call = app.StartCreate();
        await body.Began;
        app.Time.Advance(RequestTimeout);
        var result = await call;

        Assert.Equal((CallOutcome.Ambiguous, "HubSpot did not respond in time"), (result.Outcome, result.Trouble));
        Assert.Single(app.HubSpot.Requests);
    }

    [Fact]
    public async Task A_body_beyond_the_bound_is_ambiguous()
    {
        await using var app = new TestApp(("HubSpot:MaxResponseBytes", "65536"));
        app.HubSpot.Plan(HttpStatusCode.OK, new string(' ', 65537));

        var result = await app.CreateAsync();

        Assert.Equal(CallOutcome.Ambiguous, result.Outcome);
        Assert.Single(app.HubSpot.Requests);
    }
}
