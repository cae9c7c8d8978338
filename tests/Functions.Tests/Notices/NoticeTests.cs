using System.Net.Mime;
using System.Text.Json.Nodes;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;
using Functions.Tests.Notices.Drivers;
using Microsoft.AspNetCore.Http;

namespace Functions.Tests.Notices;

/// <summary>The published app and a receiver of its notices. The app's timer fires once a minute, which is what the test waits for.</summary>
public sealed class NoticeTests : IAsyncLifetime
{
    private static readonly string SigningSecret = "whsec_" + Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(number => (byte)number)]);

    private readonly ApiEnvironment _environment = new();
    private WebhookServer _webhook = null!;

    public async ValueTask InitializeAsync()
    {
        _webhook = await WebhookServer.StartAsync(RespondAsync);
        _environment.Changes["Notify__WebhookUri"] = _webhook.Address.AbsoluteUri;
        _environment.Changes["Notify__Secret"] = SigningSecret;
        await _environment.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _environment.DisposeAsync();
        await _webhook.DisposeAsync();
    }

    [Fact]
    public async Task A_finished_import_new_poison_and_a_pause_that_needs_a_person_are_posted_and_nothing_of_the_users()
    {
        var (good, bad) = (TestUser.Next(), TestUser.Next());
        var import = await _environment.Api.ImportAsync($"{good.ToInput().ToJsonString()}\n{bad.ToBadAddressInput().ToJsonString()}\n{{\n", "application/x-ndjson");
        await Eventually.SeesAsync("the import done", () => _environment.Api.GetAsync($"/requests/{import.RequestId}"), response => (string?)response.Json["state"] is "Done");
        _environment.Local.HubSpot.Settings = _environment.Local.HubSpot.Settings with { AcceptedTokens = ["another-token"] };
        await _environment.Queue.SendAsync(UserMessages.Of(TestUser.Next()));

        await Eventually.HoldsAsync("three notices that were taken", () => _webhook.Posts.Select(post => post.Id).Distinct(StringComparer.Ordinal).Count() is 3 && _webhook.Posts.Count is 4);

        var posts = _webhook.Posts.DistinctBy(post => post.Id).ToDictionary(post => post.Type, StringComparer.Ordinal);
        var (finished, poison, paused) = (Data("request.finished"), Data("poison.new"), Data("sending.paused"));
        Assert.Equal((import.RequestId, "Import", 2, 1), ((string?)finished["requestId"], (string?)finished["kind"], (int)finished["users"]!, (int)finished["faultyLines"]!));
        Assert.Equal("""{"Created":1,"Rejected":1}""", finished["outcomes"]!.ToJsonString());
        Assert.Equal("""[{"reason":"Rejected","messages":1,"users":1}]""", poison["reasons"]!.ToJsonString());
        Assert.Equal("Unauthorized", (string?)paused["reason"]);
        Assert.All(_webhook.Posts, post => Assert.DoesNotContain(TestUser.Marker, post.Json.ToJsonString(), StringComparison.Ordinal));
        Assert.All(_webhook.Posts, post => Assert.Equal(_webhook.Address.AbsolutePath, post.Path));
        await Task.WhenAll(posts.Values.Select(post => SignatureSample.AssertVerifiesAsync(post, SigningSecret)));
        Assert.DoesNotContain(_environment.App.Output, line => line.Contains(_webhook.Secret, StringComparison.Ordinal) || line.Contains(SigningSecret, StringComparison.Ordinal));
        Assert.DoesNotContain(await _environment.Tables.EverythingAsync(), row => row.Any(column => $"{column.Value}".Contains(_webhook.Secret, StringComparison.Ordinal)));

        JsonNode Data(string type) => posts[type].Json["data"]!;
    }

    /// <summary>Fails the first post, which must come again with its id.</summary>
    private Task RespondAsync(HttpContext context, CancellationToken stopping)
    {
        context.Response.StatusCode = _webhook.Posts.Count is 1 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        context.Response.ContentType = MediaTypeNames.Text.Plain;
        return context.Response.WriteAsync("ok", stopping);
    }
}
