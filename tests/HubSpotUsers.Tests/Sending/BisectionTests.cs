using System.Net;
using HubSpotUsers.Outcomes;
using HubSpotUsers.Tests.Builders;
using HubSpotUsers.Tests.Drivers;
using HubSpotUsers.Tests.Fakes;

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
            : Answers.AllCreated(request);
        var users = Enumerable.Range(0, 16).Select(index => Users.Named(index is 5 ? "bad" : $"good{index}"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", [.. users]), default));

        Assert.Equal(15, outcome.Inputs.Count(input => input.Outcome is Outcome.Created));
        Assert.Equal((Outcome.Rejected, "VALIDATION_ERROR"), (outcome.Inputs[5].Outcome, outcome.Inputs[5].ErrorCategory));
        Assert.Equal(9, app.HubSpot.Requests.Count);
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task An_ambiguous_answer_is_never_halved()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.ServiceUnavailable, "<html/>");

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(4), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Unknown, input.Outcome));
        Assert.Single(app.HubSpot.Requests);
    }
}
