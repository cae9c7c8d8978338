using System.Net;
using Azure;
using HubSpotUsers.HubSpot.Responses;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.HubSpot.Pipeline;

public sealed class TokenTests
{
    [Fact]
    public async Task A_401_fetches_the_token_anew_and_sends_once_more()
    {
        await using var app = new TestApp();
        app.HubSpot.Plan((_, _) =>
        {
            (app.Vault.Value, app.Vault.Version) = ("pat-eu1-second", "v2");
            return Task.FromResult(StubHubSpot.Json(HttpStatusCode.Unauthorized, Fixture.Read("error")));
        });
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var result = await app.CreateAsync();

        Assert.Equal(CallOutcome.Processed, result.Outcome);
        Assert.Equal(["Bearer pat-eu1-first", "Bearer pat-eu1-second"], app.HubSpot.Requests.Select(request => request.Authorization));
        Assert.Equal(2, app.Vault.Reads);
    }

    [Fact]
    public async Task A_401_with_the_same_token_is_not_sent_again()
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(HttpStatusCode.Unauthorized, Fixture.Read("error"));

        var result = await app.CreateAsync();

        Assert.Equal((CallOutcome.NotApplied, HttpStatusCode.Unauthorized), (result.Outcome, result.HttpStatus));
        Assert.Single(app.HubSpot.Requests);
        Assert.Equal(2, app.Vault.Reads);
    }

    [Fact]
    public async Task A_second_401_ends_the_call()
    {
        await using var app = new TestApp();
        app.HubSpot.Otherwise = _ =>
        {
            (app.Vault.Value, app.Vault.Version) = ($"pat-{app.HubSpot.Requests.Count}", $"v{app.HubSpot.Requests.Count}");
            return StubHubSpot.Json(HttpStatusCode.Unauthorized, Fixture.Read("error"));
        };

        var result = await app.CreateAsync();

        Assert.Equal(CallOutcome.NotApplied, result.Outcome);
        Assert.Equal(2, app.HubSpot.Requests.Count);
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        await using var app = new TestApp();
        app.Vault.Failure = new RequestFailedException(403, "Forbidden");

        var result = await app.CreateAsync();

        Assert.Equal(CallOutcome.NotApplied, result.Outcome);
        Assert.Contains("Key Vault did not give the secret", result.Trouble, StringComparison.Ordinal);
        Assert.Empty(app.HubSpot.Requests);
    }

    [Fact]
    public async Task The_token_is_in_no_log()
    {
        await using var app = new TestApp();
        app.HubSpot.Plan(HttpStatusCode.Locked, Fixture.Read("error"));
        app.HubSpot.Plan(HttpStatusCode.Unauthorized, Fixture.Read("error"));

        await app.CreateAsync();

        Assert.NotEmpty(app.Log.Text);
        Assert.DoesNotContain("pat-eu1", app.Log.Text, StringComparison.Ordinal);
    }
}
