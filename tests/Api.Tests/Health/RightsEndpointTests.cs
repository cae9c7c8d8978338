using System.Net;
using System.Text.Json.Nodes;
using Api.Health;
using Azure;
using HubSpotUsers.Pausing;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Health;

public sealed class RightsEndpointTests
{
    private const string AllScopes = """{"userId":1,"hubId":4242,"appId":2,"scopes":["oauth","crm.objects.users.read","crm.objects.users.write"]}""";

    [Fact]
    public async Task Rights_are_proven_without_writing_anything_or_sending_a_user()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.TokenInfo = () => StubHubSpot.Json(HttpStatusCode.OK, AllScopes);
        app.Queues.Tasks.IsThere = app.Tables.Poison.IsThere = false;

        var rights = await LookAsync(app);

        Assert.Equal(
            [
                "table HubSpotUsers", "table HubSpotBatches", "table HubSpotIntents", "table HubSpotRequests", "table HubSpotPoison", "table HubSpotControl",
                "queue users", "queue users-tasks", "queue users-poison", "token scopes",
            ],
            rights.Keys);
        Assert.All(rights.Values, right => Assert.Equal("Granted", right.State));
        Assert.Empty(app.Tables.Users.Rows);
        Assert.Empty(app.Queues.Users.Messages);
        Assert.Empty(app.HubSpot.Requests);
        Assert.Equal($$"""{"tokenKey":"{{app.Vault.Value}}"}""", Assert.Single(app.HubSpot.TokenInfoRequests));
    }

    [Fact]
    public async Task A_role_that_is_missing_is_named_with_its_table_or_queue()
    {
        await using var app = await TestApp.StartAsync();
        app.Tables.Batches.Failure = app.Queues.Tasks.Failure = new RequestFailedException(403, "This request is not authorized to perform this operation using this permission.");

        var rights = await LookAsync(app);

        Assert.Equal(("Missing", "Storage returned 403."), rights["table HubSpotBatches"]);
        Assert.Equal(("Missing", "Storage returned 403."), rights["queue users-tasks"]);
        Assert.Equal("Granted", rights["table HubSpotUsers"].State);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, """{"scopes":["crm.objects.users.write"]}""", "Missing", "The token lacks crm.objects.users.read.")]
    [InlineData(HttpStatusCode.OK, """{"scopes":[]}""", "Missing", "The token lacks crm.objects.users.write and crm.objects.users.read.")]
    [InlineData(HttpStatusCode.OK, "<html>", "Unknown", "HubSpot does not tell the scopes of this token (200).")]
    [InlineData(HttpStatusCode.NotFound, "{}", "Unknown", "HubSpot does not tell the scopes of this token (404).")]
    [InlineData(HttpStatusCode.Unauthorized, "{}", "Missing", "HubSpot does not accept the token (401).")]
    public async Task What_HubSpot_says_of_the_token_is_reported_and_pauses_nothing(HttpStatusCode status, string body, string state, string reason)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.TokenInfo = () => StubHubSpot.Json(status, body);

        var rights = await LookAsync(app);

        Assert.Equal((state, reason), rights["token scopes"]);
        Assert.Null(app.Get<SendingGate>().Current);
    }

    [Fact]
    public async Task While_sending_is_paused_HubSpot_is_not_asked()
    {
        await using var app = await TestApp.StartAsync();
        await app.EndAsync(app.Get<SendingGate>().StopAsync(new Pause(PauseReason.DailyLimit, app.Time.GetUtcNow() + TimeSpan.FromHours(1))));

        var rights = await LookAsync(app);

        Assert.Equal(("Unknown", "HubSpot is not asked while sending is paused."), rights["token scopes"]);
        Assert.Empty(app.HubSpot.TokenInfoRequests);
    }

    [Fact]
    public async Task A_poison_queue_that_the_app_only_sends_to_is_left_out()
    {
        await using var app = await TestApp.StartAsync(("Poison:IsManaged", "false"));

        Assert.DoesNotContain("queue users-poison", (await LookAsync(app)).Keys);
    }

    /// <summary>Asks while the clock stands still: the check's own patience is the only timer.</summary>
    private static async Task<Dictionary<string, (string State, string? Reason)>> LookAsync(TestApp app)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        await (await app.Get<RightsEndpoint>().GetAsync(context.Request)).ExecuteAsync(context);
        var view = JsonNode.Parse(((MemoryStream)context.Response.Body).ToArray())!;
        return view["rights"]!.AsArray().ToDictionary(right => (string)right!["name"]!, right => ((string)right!["state"]!, (string?)right["reason"]), StringComparer.Ordinal);
    }
}
