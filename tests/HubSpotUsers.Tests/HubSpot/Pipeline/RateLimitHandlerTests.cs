using System.Net;
using HubSpotUsers.HubSpot;
using HubSpotUsers.HubSpot.Responses;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.HubSpot.Pipeline;

public sealed class RateLimitHandlerTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(423)]
    public async Task A_call_that_HubSpot_refused_and_that_is_canceled_before_it_is_sent_again_has_not_left(int status)
    {
        await using var app = new TestApp();
        using var deadline = new CancellationTokenSource();
        app.HubSpot.Plan((HttpStatusCode)status, Fixture.Read("error"), ("Retry-After", "30"));

        var call = app.Client.CreateAsync(RequestBody.Of(Batches.Of(Submissions.Count(1, "m")).Inputs), leaving: static () => { }, deadline.Token);
        while (app.HubSpot.Requests.Count is 0 || app.Time.UntilNext is not { TotalSeconds: > 20 and <= 60 })
        {
            await Eventually.TrueAsync(() => app.Time.UntilNext is not null);
            app.Time.AdvanceToNext(TimeSpan.FromSeconds(20));
        }

        await deadline.CancelAsync();
        var result = await call;

        Assert.Equal(CallOutcome.NotApplied, result.Outcome);
        Assert.Single(app.HubSpot.Requests);
    }
}
