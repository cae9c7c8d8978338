using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Api.Creating;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Creating;

public sealed class UserBatchEndpointTests
{
    private const string Two = """{"inputs":[{"properties":{"a":"1"},"objectWriteTraceId":"mine"},{"properties":{"a":"2"}}]}""";

    [Fact]
    public async Task All_created_is_200()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal((200, "application/json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Equal("Succeeded", response["outcome"]!.GetValue<string>());
        Assert.Equal(["1000", "1001"], response["results"]!.AsArray().Select(result => result!["id"]!.GetValue<string>()));
        Assert.Equal([0, 1], response["results"]!.AsArray().Select(result => result!["index"]!.GetValue<int>()));
        Assert.Equal("mine", response["results"]![0]!["objectWriteTraceId"]!.GetValue<string>());
        Assert.Single(response["batches"]!.AsArray());
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal(response["requestId"]!.GetValue<string>(), row.GetString("SourceId")));
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal("Http", row.GetString("Source")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_response_is_not_lost_when_tables_fail_after_the_call(bool isUnreachable)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request =>
        {
            app.Tables.Requests.Failure = app.Tables.Batches.Failure = isUnreachable ? StorageFailures.Unreachable() : StorageFailures.Busy();
            return HubSpotResponses.AllCreated(request);
        };

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(["1000", "1001"], response["results"]!.AsArray().Select(result => result!["id"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_keyed_request_that_could_not_be_recorded_as_done_asks_the_ledger_when_it_comes_again()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request =>
        {
            app.Tables.Requests.Failure = StorageFailures.Busy();
            return HubSpotResponses.AllCreated(request);
        };
        await PostAsync(app, Two, key: "monday-1");
        app.Tables.Requests.Failure = null;
        app.Time.Advance(TimeSpan.FromMinutes(10));

        var (context, response) = await PostAsync(app, Two, key: "monday-1");

        Assert.Equal(200, context.Response.StatusCode);
        Assert.Equal(["1000", "1001"], response["results"]!.AsArray().Select(result => result!["id"]!.GetValue<string>()));
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task Some_created_is_207()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan((request, _) => Task.FromResult(StubHubSpot.Json(
            HttpStatusCode.MultiStatus,
            Fixture.Read("batch-complete").Replace("key-0", HubSpotResponses.TraceIds(request)[0], StringComparison.Ordinal).Replace("key-1", HubSpotResponses.TraceIds(request)[1], StringComparison.Ordinal))));

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal(207, context.Response.StatusCode);
        Assert.Equal("PartiallySucceeded", response["outcome"]!.GetValue<string>());
        Assert.Equal(["Created", "Duplicate"], response["results"]!.AsArray().Select(result => result!["outcome"]!.GetValue<string>()));
        Assert.Equal("77", response["results"]![1]!["existingId"]!.GetValue<string>());
    }

    [Fact]
    public async Task None_created_is_422()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "Not supported");

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal(422, context.Response.StatusCode);
        Assert.Equal("Failed", response["outcome"]!.GetValue<string>());
        Assert.All(response["results"]!.AsArray(), result => Assert.Equal("Not supported", result!["errorMessage"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Only_duplicates_is_200_with_the_ids_of_those_that_were_there()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "CONFLICT", "User already exists. Existing ID: 77");

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal((200, "Duplicate"), (context.Response.StatusCode, response["outcome"]!.GetValue<string>()));
        Assert.Equal("Duplicate", response["batches"]![0]!["result"]!.GetValue<string>());
        Assert.All(response["results"]!.AsArray(), result => Assert.Equal("77", result!["existingId"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "HTTP 403")]
    [InlineData(HttpStatusCode.Unauthorized, "HTTP 401")]
    [InlineData(HttpStatusCode.NotFound, "HTTP 404")]
    public async Task The_app_refused_is_502_with_a_problem_that_names_it(HttpStatusCode status, string named)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(status, Fixture.Read("error"));

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal((502, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.NotEmpty(context.Response.Headers.RetryAfter.ToString());
        Assert.Contains(named, response["title"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotEmpty(response["requestId"]!.GetValue<string>());
    }

    [Fact]
    public async Task No_user_sent_is_503_with_Retry_After()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.TooManyRequests, "{}");

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal((503, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.True(int.Parse(context.Response.Headers.RetryAfter.ToString()) > 0);
        Assert.NotEmpty(response["requestId"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_unknown_outcome_is_207()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal(207, context.Response.StatusCode);
        Assert.Equal("Unknown", response["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_requests_own_id_is_its_request_id()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var (_, response) = await PostAsync(app, """{"id":"order-7","properties":{"a":"1"}}""");

        Assert.Equal("order-7", response["requestId"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("not JSON", "")]
    [InlineData("", "")]
    [InlineData("[]", "")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}},{"properties":{"a":[]}}]}""", "/inputs/1/properties/a")]
    [InlineData("""{"inputs":[{"properties":{"a":"1"}},{"properties":{}}]}""", "/inputs/1/properties")]
    [InlineData("""[{"eventType":"t","id":"1","data":{"properties":{"a":"1"}}},{"eventType":"t","id":"2","data":{"properties":{"a":"1"}}}]""", "")]
    public async Task A_bad_request_is_400_and_nothing_is_sent(string body, string pointer)
    {
        await using var app = await TestApp.StartAsync();

        var (context, response) = await PostAsync(app, body);

        Assert.Equal((400, "application/problem+json"), (context.Response.StatusCode, context.Response.ContentType));
        Assert.Equal(pointer, response["errors"]![0]!["pointer"]!.GetValue<string>());
        Assert.Equal(400, response["status"]!.GetValue<int>());
        Assert.Empty(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_beyond_the_bound_is_413(bool isAnnounced)
    {
        await using var app = await TestApp.StartAsync(("Http:MaxBodyBytes", "1024"));

        var (context, response) = await PostAsync(app, new string(' ', 1025), isAnnounced: isAnnounced);

        Assert.Equal(413, context.Response.StatusCode);
        Assert.Contains("1024", response["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_users_than_a_synchronous_request_takes_go_onto_the_queue()
    {
        await using var app = await TestApp.StartAsync(("Http:MaxInputs", "1"));

        var (context, response) = await PostAsync(app, Two);

        Assert.Equal(202, context.Response.StatusCode);
        Assert.EndsWith($"/requests/{response["requestId"]}", context.Response.Headers.Location.ToString(), StringComparison.Ordinal);
        Assert.Empty(app.HubSpot.Requests);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task Another_type_than_JSON_in_UTF8_is_415(string? contentType)
    {
        await using var app = await TestApp.StartAsync();

        var (context, _) = await PostAsync(app, Two, contentType);

        Assert.Equal(415, context.Response.StatusCode);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    public async Task JSON_in_UTF8_is_taken(string contentType)
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        var (context, _) = await PostAsync(app, Two, contentType);

        Assert.Equal(200, context.Response.StatusCode);
    }

    private static async Task<(HttpContext Context, JsonNode Response)> PostAsync(
        TestApp app,
        string body,
        string? contentType = "application/json",
        bool isAnnounced = true,
        string? key = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        using var response = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = contentType;
        context.Request.ContentLength = isAnnounced ? bytes.Length : null;
        context.Request.Body = new MemoryStream(bytes);
        if (key is not null)
        {
            context.Request.Headers["Idempotency-Key"] = key;
        }

        context.Response.Body = response;

        var result = await app.EndAsync(app.Get<UserBatchEndpoint>().CreateAsync(context.Request));
        await result.ExecuteAsync(context);

        return (context, JsonNode.Parse(response.ToArray())!);
    }
}
