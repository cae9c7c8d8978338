using System.Text;
using System.Text.Json.Nodes;
using Api.Erasing;
using Api.Poison;
using Api.Reading;
using Api.Tests.Reading;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;

namespace Api.Tests.Erasing;

public sealed class EraseEndpointTests
{
    [Fact]
    public async Task A_person_who_was_erased_is_found_no_more_and_the_upload_keeps_its_counts()
    {
        await using var app = await ErasureDriver.StartFindingAsync();
        var caller = new Caller(app);
        var request = await caller.QueueAsync(ErasureDriver.Ada, ErasureDriver.Bert);
        await caller.HandleAsync();
        await Eventually.TrueAsync(() => app.Tables.Requests.Rows.Count(row => row.PartitionKey.StartsWith("find-", StringComparison.Ordinal)) is 4);

        var (status, begun, location) = await EraseAsync(app, $$"""{"uniqueValue":" {{ErasureDriver.Ada.ToUpperInvariant()}} "}""");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.RunTasksAsync();

        Assert.Equal((202, "Erase", "Queued"), (status, (string?)begun["kind"], (string?)begun["state"]));
        Assert.Equal($"/api/poison/tasks/{begun["id"]}", location);
        var task = await GetTaskAsync(app, (string)begun["id"]!);
        Assert.Equal(("Done", 1, 2), ((string?)task["state"], (int)task["rows"]!, (int)task["hashes"]!));
        Assert.Empty(await FoundAsync(app, ErasureDriver.Ada));
        Assert.Single(await FoundAsync(app, ErasureDriver.Bert));
        var shown = await caller.GetAsync(asked => app.Get<RequestsEndpoint>().GetAsync(asked, request));
        Assert.Equal(("Done", 2), ((string?)shown["state"], (int)shown["outcomes"]!["Created"]!));
        var users = (await caller.GetAsync(asked => app.Get<RequestsEndpoint>().ListUsersAsync(asked, request)))["users"]!.AsArray();
        Assert.Equal([(0, true), (1, false)], users.Select(user => ((int)user!["index"]!, user["id"] is null)));
    }

    [Fact]
    public async Task A_user_of_an_upload_is_named_by_the_upload_and_the_position_there()
    {
        await using var app = await ErasureDriver.StartFindingAsync();
        var caller = new Caller(app);
        var request = await caller.QueueAsync(ErasureDriver.Bert, ErasureDriver.Ada);
        await caller.HandleAsync();

        var (status, begun, _) = await EraseAsync(app, $$"""{"sourceId":"{{request}}","index":1}""");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.RunTasksAsync();

        Assert.Equal(202, status);
        Assert.Equal(1, (int)(await GetTaskAsync(app, (string)begun["id"]!))["rows"]!);
        var users = (await caller.GetAsync(asked => app.Get<RequestsEndpoint>().ListUsersAsync(asked, request)))["users"]!.AsArray();
        Assert.Equal([(0, false), (1, true)], users.Select(user => ((int)user!["index"]!, user["id"] is null)));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await using var app = await ErasureDriver.StartFindingAsync();
        await app.SendAsync("crm-7", ErasureDriver.Ada);
        await app.HandleFindableAsync(hashes: 2);

        var (_, begun, _) = await EraseAsync(app, $$"""{"uniqueValue":"{{ErasureDriver.Ada}}","dryRun":true}""");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.RunTasksAsync();

        var task = await GetTaskAsync(app, (string)begun["id"]!);
        Assert.Equal(("Done", true, 1), ((string?)task["state"], (bool)task["dryRun"]!, (int)task["rows"]!));
        Assert.Single(await FoundAsync(app, ErasureDriver.Ada));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"uniqueValue":" "}""")]
    [InlineData("""{"uniqueValue":"a@example.com","sourceId":"m","index":0}""")]
    [InlineData("""{"sourceId":"m"}""")]
    [InlineData("""{"index":0}""")]
    [InlineData("""{"sourceId":"m","index":-1}""")]
    [InlineData("""{"sourceId":"no id","index":0}""")]
    [InlineData("""{"uniqueValue":"a@example.com","days":3}""")]
    [InlineData("""{"email":"a@example.com"}""")]
    [InlineData("""["a@example.com"]""")]
    [InlineData("""{"sourceId":"019ab4d2a6f07c3e9d1b5a4f3c2e1d01.000000100.50.0a1b2c3d","index":120}""")]
    [InlineData("""{"sourceId":"019ab4d2a6f07c3e9d1b5a4f3c2e1d01.000000100.50.0a1b2c3d","index":20}""")]
    [InlineData("""{"sourceId":"hr-4711.000000000.50.0a1b2c3d","index":50}""")]
    public async Task What_does_not_say_clearly_whom_it_means_is_refused_without_a_value_of_it(string body)
    {
        await using var app = await ErasureDriver.StartFindingAsync();

        var (status, problem, _) = await EraseAsync(app, body);

        Assert.Equal(400, status);
        Assert.DoesNotContain("a@example.com", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(app.Queues.Tasks.Messages);
    }

    [Theory]
    [InlineData("KeyVault:FindKeyName", "", 501, "KeyVault:FindKeyName")]
    [InlineData("HubSpot:UniqueProperty", "", 501, "HubSpot:UniqueProperty")]
    [InlineData("Poison:IsManaged", "false", 403, "Poison:IsManaged")]
    public async Task Where_a_person_cannot_be_known_by_value_the_response_says_what_is_missing(string setting, string value, int expected, string named)
    {
        await using var app = await ErasureDriver.StartFindingAsync((setting, value));

        var (status, problem, _) = await EraseAsync(app, """{"uniqueValue":"a@example.com"}""");

        Assert.Equal(expected, status);
        Assert.Contains(named, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_place_a_user_is_erased_without_a_key()
    {
        await using var app = await TestApp.StartAsync();

        var (status, begun, _) = await EraseAsync(app, """{"sourceId":"hr-4711","index":0}""");
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await app.RunTasksAsync();

        Assert.Equal((202, "Done"), (status, (string?)(await GetTaskAsync(app, (string)begun["id"]!))["state"]));
        Assert.DoesNotContain("hr-4711", string.Join('\n', app.Everything()), StringComparison.Ordinal);
    }

    private static async Task<JsonNode> GetTaskAsync(TestApp app, string id) =>
        (await AskAsync(app, request => app.Get<PoisonTasksEndpoint>().GetAsync(request, id), body: null)).Body;

    private static async Task<JsonArray> FoundAsync(TestApp app, string email) =>
        (await AskAsync(app, app.Get<FindEndpoint>().FindAsync, $$"""{"uniqueValue":"{{email}}"}""")).Body["users"]!.AsArray();

    private static Task<(int Status, JsonNode Body, string? Location)> EraseAsync(TestApp app, string body) => AskAsync(app, app.Get<EraseEndpoint>().EraseAsync, body);

    private static async Task<(int Status, JsonNode Body, string? Location)> AskAsync(TestApp app, Func<HttpRequest, Task<IResult>> run, string? body)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        context.Request.Method = body is null ? HttpMethods.Get : HttpMethods.Post;
        context.Request.Path = "/api/users/erase";
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? string.Empty));
        await (await app.EndAsync(run(context.Request))).ExecuteAsync(context);
        return (context.Response.StatusCode, JsonNode.Parse(((MemoryStream)context.Response.Body).ToArray())!, context.Response.Headers.Location);
    }
}
