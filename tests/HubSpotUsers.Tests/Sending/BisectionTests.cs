using System.Net;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Sending;

public sealed class BisectionTests
{
    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(413)]
    public async Task When_one_bad_input_spoils_the_call_only_it_is_refused(int status)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => request.Body.Contains("bad", StringComparison.Ordinal)
            ? StubHubSpot.Json((HttpStatusCode)status, Fixture.Read("error-validation"))
            : HubSpotResponses.AllCreated(request);
        var users = Enumerable.Range(0, 16).Select(index => Users.Named(index is 5 ? "bad" : $"good{index}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", [.. users]), default));

        Assert.Equal(15, outcome.Inputs.Count(input => input.Outcome is Outcome.Created));
        Assert.Equal((Outcome.Rejected, "VALIDATION_ERROR"), (outcome.Inputs[5].Outcome, outcome.Inputs[5].ErrorCategory));
        Assert.Equal(9, app.HubSpot.Requests.Count);
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task An_ambiguous_response_is_never_halved()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.ServiceUnavailable, "<html/>");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(4), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.Single(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 15)]
    [InlineData(2, 29)]
    [InlineData(50, 199)]
    [InlineData(100, 199)]
    public async Task Of_a_hundred_just_the_bad_ones_are_refused_in_few_calls(int bad, int mostCalls)
    {
        await using var app = await TestApp.StartAsync(("HubSpot:RateLimit", "1000"));
        app.HubSpot.Otherwise = request => request.Body.Contains("bad", StringComparison.Ordinal)
            ? StubHubSpot.Json(HttpStatusCode.BadRequest, Fixture.Read("error-validation"))
            : HubSpotResponses.AllCreated(request);
        var users = Enumerable.Range(0, 100).Select(index => Users.Named(index * bad % 100 < bad ? $"bad{index}" : $"good{index}")).ToArray();

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", users), default));

        Assert.Equal((100 - bad, bad), (outcome.Inputs.Count(input => input.Outcome is Outcome.Created), outcome.Inputs.Count(input => input.Outcome is Outcome.Rejected)));
        Assert.All(outcome.Inputs.Zip(users), pair => Assert.Equal(pair.Second.Properties["hs_email"].StartsWith("bad", StringComparison.Ordinal), pair.First.Outcome is Outcome.Rejected));
        Assert.InRange(app.HubSpot.Requests.Count, 1, mostCalls);
    }

    [Fact]
    public async Task An_ambiguous_response_to_a_half_is_reconciled_and_not_halved()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadRequest, Fixture.Read("error-validation"));
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow());

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(4, "m"), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Created, input.Outcome));
        Assert.Equal(["m-0,m-1,m-2,m-3", "m-0,m-1", "m-0,m-1", "m-2,m-3"], app.HubSpot.Creates.Select(request => string.Join(',', HubSpotResponses.TraceIds(request))));
        Assert.Equal(["m.0@example.com", "m.1@example.com"], HubSpotResponses.Values(Assert.Single(app.HubSpot.LookUps)));
    }
}
