using System.Text;
using Api.Creating;
using Api.Dashboard;
using Api.Erasing;
using Api.Health;
using Api.Importing;
using Api.OpenApi;
using Api.Poison;
using Api.Reading;
using HubSpotUsers.Queue;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests;

public sealed class EndpointFuzzTests
{
    private const string BeyondTheCalendar = "ffffffffffff7fff8fffffffffffffff";

    private static readonly string[] Fragments =
    [
        "abc", ".000000000", ".000000000x", ".000000100", ".1", ".00ffaa11", ".-1", "-0", "-", ":", "_", "0", "7", "99999999999", BeyondTheCalendar,
        "ffffffff-ffff-7fff-8fff-ffffffffffff", "e677d21f-dbff-7000-8000-000000000000", "0199e0c5000070008000000000000000", "00000000-0000-0000-0000-000000000000",
        "{", "}", "'", "\"", "/", "\\", "#", "?", "%", " ", "\n", "\0", "ü", "🦄", "\ud800", "20261123", "00010101", "99991231", "Failed", "000000000000001-",
        new string('a', 100), string.Empty,
    ];

    [Fact]
    public async Task Progress_is_reported_beside_foreign_ids()
    {
        await using var app = await StartAsync();

        Assert.Equal(200, await RunAsync(app, request => app.Get<RequestsEndpoint>().GetAsync(request, "abc")));
    }

    [Fact]
    public async Task An_id_of_a_time_beyond_the_calendar_is_an_id_like_any_other()
    {
        await using var app = await StartAsync();

        Assert.Equal(404, await RunAsync(app, request => app.Get<BatchesEndpoint>().GetAsync(request, Guid.Parse(BeyondTheCalendar).ToString())));
        Assert.Equal(404, await RunAsync(app, request => app.Get<RequestsEndpoint>().GetAsync(request, BeyondTheCalendar)));
        Assert.Equal(404, await RunAsync(app, request => app.Get<UsersEndpoint>().GetAsync(request, BeyondTheCalendar)));
        Assert.Equal(200, await RunAsync(app, app.Get<UserBatchEndpoint>().CreateAsync, Body($$$"""{"id":"{{{BeyondTheCalendar}}}","inputs":[{"properties":{"a":"1"}}]}""")));
        Assert.Equal(200, await RunAsync(app, request => app.Get<RequestsEndpoint>().GetAsync(request, BeyondTheCalendar)));
        Assert.Equal(200, await RunAsync(app, request => app.Get<UsersEndpoint>().GetAsync(request, BeyondTheCalendar)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_id_key_or_parameter_is_an_error_of_the_app(int seed)
    {
        await using var app = await StartAsync();
        var random = new Random(seed);

        for (var round = 0; round < 150; round++)
        {
            foreach (var (route, run, prepare) in Routes(app, Text(random), random))
            {
                var status = 0;
                var failure = await Record.ExceptionAsync(async () => status = await RunAsync(app, run, prepare));
                Assert.True(failure is null && status is >= 200 and < 500, $"Seed {seed}, round {round}, {route}: {status} {failure}");
            }
        }
    }

    private static IEnumerable<(string Route, Func<HttpRequest, Task<IResult>> Run, Action<HttpRequest> Prepare)> Routes(TestApp app, string id, Random random)
    {
        yield return Asked($"users/{id}", request => app.Get<UsersEndpoint>().GetAsync(request, id), "day", "top", "continuation");
        yield return Asked("users", app.Get<UsersEndpoint>().ListAsync, "day", "outcome", "top", "continuation");
        yield return Asked("requests", app.Get<RequestsEndpoint>().ListAsync, "day", "state", "top", "continuation");
        yield return Asked($"requests/{id}", request => app.Get<RequestsEndpoint>().GetAsync(request, id), "top", "continuation");
        yield return Asked($"requests/{id}/users", request => app.Get<RequestsEndpoint>().ListUsersAsync(request, id), "outcome", "top", "continuation");
        yield return Asked($"batches/{id}", request => app.Get<BatchesEndpoint>().GetAsync(request, id));
        yield return Asked("batches", app.Get<BatchesEndpoint>().ListAsync, "day", "outcome", "top", "continuation");
        yield return Asked("poison/messages", app.Get<PoisonEndpoint>().ListAsync, "reason", "source", "id", "from", "to", "top", "continuation");
        yield return Asked("poison/tasks", app.Get<PoisonTasksEndpoint>().ListAsync, "top", "continuation");
        yield return Asked($"poison/tasks/{id}", request => app.Get<PoisonTasksEndpoint>().GetAsync(request, id));
        yield return Asked($"poison/tasks/{id}/stop", request => app.Get<PoisonTasksEndpoint>().StopAsync(request, id));
        yield return Asked("outcomes", app.Get<OutcomesEndpoint>().GetAsync);
        yield return Asked("health", app.Get<HealthEndpoint>().GetAsync);
        yield return Asked("dashboard", app.Get<DashboardEndpoint>().GetAsync);
        yield return Asked("openapi.json", new OpenApiEndpoint().GetAsync);

        var tasks = app.Get<PoisonTasksEndpoint>();
        var (key, preference) = (Some(random), random.Next(2) is 0 ? "respond-async" : Text(random));
        var json = $$$"""{"id":"{{{Escape(id)}}}","traceparent":"{{{Escape(key)}}}","inputs":[{"properties":{"a":"1"}}]}""";
        yield return ($"POST users/batch {json} {key} {preference}", app.Get<UserBatchEndpoint>().CreateAsync, request => Send(request, "application/json", json));
        yield return ($"POST users/find {key}", app.Get<FindEndpoint>().FindAsync, Body($$"""{"traceId":"{{Escape(key)}}","days":{{random.Next(-1, 100)}}}"""));
        yield return ($"POST users/erase {key}", app.Get<EraseEndpoint>().EraseAsync, Body($$"""{"sourceId":"{{Escape(id)}}","index":{{random.Next(-1, 3)}},"{{Escape(Some(random))}}":true}"""));
        foreach (var (name, run) in new[] { ("redrive", tasks.RedriveAsync), ("drop", tasks.DropAsync), ("correct", tasks.CorrectAsync), ("created", (Func<HttpRequest, Task<IResult>>)tasks.MarkCreatedAsync) })
        {
            yield return ($"POST poison/{name} {key}", run, Body($$"""{"id":"{{Escape(id)}}","dryRun":true,"{{Escape(Some(random))}}":{{random.Next(-1, 3)}}}"""));
        }

        yield return ($"POST users/import {key}", app.Get<UserImportEndpoint>().ImportAsync, request => Send(request, "application/x-ndjson", """{"properties":{"a":"1"}}"""));

        // Now and then a parameter that is not taken.
        (string Route, Func<HttpRequest, Task<IResult>> Run, Action<HttpRequest> Prepare) Asked(string route, Func<HttpRequest, Task<IResult>> run, params string[] names)
        {
            var query = QueryString.Create(names.Concat(random.Next(10) is 0 ? [Text(random)] : []).Select(name => KeyValuePair.Create<string, string?>(name, Some(random))));
            return ($"{route}{query}", run, request => request.QueryString = query);
        }

        void Send(HttpRequest request, string type, string body)
        {
            Body(body, type)(request);
            request.Headers["Prefer"] = preference;
            if (key.Length > 0)
            {
                request.Headers["Idempotency-Key"] = key;
            }
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("application/json", "")]
    [InlineData("application/json", "[")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "{}")]
    [InlineData("application/json", "\"text\"")]
    [InlineData("text/html", "<p>")]
    [InlineData("application/json; charset=utf-16", "{}")]
    [InlineData("multipart/form-data", "--")]
    public async Task A_body_that_cannot_be_taken_is_refused_in_words(string type, string text)
    {
        await using var app = await StartAsync();
        var tasks = app.Get<PoisonTasksEndpoint>();
        Func<HttpRequest, Task<IResult>>[] operations =
        [
            app.Get<UserBatchEndpoint>().CreateAsync, app.Get<FindEndpoint>().FindAsync, app.Get<EraseEndpoint>().EraseAsync, tasks.RedriveAsync, tasks.DropAsync, tasks.CorrectAsync, tasks.MarkCreatedAsync,
        ];

        foreach (var operation in operations)
        {
            Assert.InRange(await RunAsync(app, operation, Body(text, type)), 400, 499);
        }

        // The first line of a file is a header, whatever it says, and an object of JSON may be one user.
        Assert.InRange(await RunAsync(app, app.Get<UserImportEndpoint>().ImportAsync, Body(text, type)), 200, 499);
    }

    [Fact]
    public async Task A_probe_may_ask_for_health_as_it_likes()
    {
        await using var app = await StartAsync();

        Assert.Equal(200, await RunAsync(app, app.Get<HealthEndpoint>().GetAsync, request => request.QueryString = new QueryString("?probe=1&probe=2")));
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Fragments[random.Next(Fragments.Length)]));

    /// <summary>Often nothing, so that not every request fails for its parameters.</summary>
    private static string Some(Random random) => random.Next(2) is 0 ? string.Empty : Text(random);

    private static string Escape(string text) => string.Concat(text.Select(c => $"\\u{(int)c:x4}"));

    private static Action<HttpRequest> Body(string text, string type = "application/json") => request =>
    {
        request.Method = HttpMethods.Post;
        request.Path = "/api/users/batch";
        request.ContentType = type;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(text));
    };

    /// <summary>An app that knows the request abc, and users of others whose ids look like those of its messages.</summary>
    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync(("KeyVault:FindKeyName", "find-key"));
        app.Vault.Others["find-key"] = new string('k', 32);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await RunAsync(app, app.Get<UserBatchEndpoint>().CreateAsync, request =>
        {
            Body("""{"id":"abc","inputs":[{"properties":{"a":"1"}}]}""")(request);
            request.Headers["Prefer"] = "respond-async";
        });
        foreach (var id in new[] { "abc.000000000x", "abc.000000000.7", "abc.000000000.1.00ffaa11", "abc.000000000.x.y" })
        {
            await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With($$$"""{"id":"{{{id}}}","properties":{"a":"2"}}"""), CancellationToken.None));
        }

        return app;
    }

    /// <summary>Runs an operation, and fails when it refuses a request without saying what is wrong.</summary>
    private static async Task<int> RunAsync(TestApp app, Func<HttpRequest, Task<IResult>> run, Action<HttpRequest>? prepare = null)
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.Request.Method = HttpMethods.Get;
        context.Response.Body = body;
        prepare?.Invoke(context.Request);
        await (await app.EndAsync(run(context.Request))).ExecuteAsync(context);
        if (context.Response.StatusCode is >= 400 and < 500 && context.Response.ContentType is not "application/json")
        {
            var problem = System.Text.Json.Nodes.JsonNode.Parse(body.ToArray())!;
            Assert.Equal("application/problem+json", context.Response.ContentType);
            Assert.Equal(context.Response.StatusCode, (int)problem["status"]!);
            Assert.NotEmpty((string)problem["title"]!);
            Assert.NotEmpty((string)problem["detail"]!);
        }

        return context.Response.StatusCode;
    }
}
