using System.Text.Json.Nodes;
using Api.Creating;
using Api.Reading;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Microsoft.AspNetCore.Http;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

/// <summary>Users that ended without a call are among those of their day.</summary>
public sealed class DayUsersTests
{
    private const string Known = "id,hs_email\nhr-1,ada@people.example\n";
    private const string Other = "id,hs_email\n\nhr-1,eve@people.example\n";

    [Theory]
    [InlineData("?needsAttention=true")]
    [InlineData("?outcome=Rejected")]
    public async Task A_user_under_an_id_of_another_is_listed(string query)
    {
        await using var app = await StartAsync();
        await ImportAsync(app, Known);
        await ImportAsync(app, Other);

        Assert.Equal(["3 0 hr-1 Rejected ID_REUSED"], await LinesAsync(app, query));
    }

    [Fact]
    public async Task A_refused_twin_stands_beside_the_user_whose_id_it_has_and_each_is_listed_once()
    {
        await using var app = await StartAsync();
        await ImportAsync(app, Known);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await ImportAsync(app, Other);
        app.Time.Advance(TimeSpan.FromSeconds(1));
        await ImportAsync(app, "id,hs_email\nhr-2,bob@people.example\n");

        Assert.Equal(["hr-2 Created", "hr-1 Rejected", "hr-1 Created"], (await ReadAsync(app)).Select(user => $"{user["sourceId"]} {user["outcome"]}"));
    }

    [Fact]
    public async Task A_message_that_comes_again_after_a_crash_is_listed_once_and_another_of_the_same_id_beside_it()
    {
        await using var app = await StartAsync();
        await ImportAsync(app, Known);
        var handler = app.Get<UserMessageHandler>();

        foreach (var messageId in new[] { "m-1", "m-1", "m-2" })
        {
            await app.EndAsync(handler.HandleAsync(QueueMessages.With("""{"id":"hr-1","properties":{"hs_email":"eve@people.example"}}""", messageId), default));
        }

        Assert.Equal(2, (await ReadAsync(app, "?needsAttention=true")).Count);
    }

    [Fact]
    public async Task A_synchronous_request_lists_its_reused_ids_too()
    {
        await using var app = await StartAsync();
        await ImportAsync(app, Known);

        Assert.Equal(422, await CreateAsync(app));

        Assert.Equal(["0 hr-1 Rejected ID_REUSED"], await LinesAsync(app, "?needsAttention=true"));
    }

    [Fact]
    public async Task A_list_that_cannot_be_written_costs_the_caller_no_response()
    {
        await using var app = await StartAsync();
        await ImportAsync(app, Known);
        app.Tables.Batches.Failure = new RequestFailedException(503, "Away");

        Assert.Equal(422, await CreateAsync(app));
    }

    [Theory]
    [InlineData(PoisonReason.RetriesExhausted, null, "Rejected")]
    [InlineData(PoisonReason.Unknown, "drop", "Unknown")]
    public async Task Users_that_a_person_dropped_are_listed(object reason, string? decision, string outcome)
    {
        await using var app = await StartAsync();
        await app.PoisonAsync("m", (PoisonReason)reason, 0, 1);

        await app.RunAsync(PoisonTaskKind.Drop, task => task with { IsAboutDoubtful = decision is not null });

        Assert.Equal([$"0 m {outcome} DROPPED", $"1 m {outcome} DROPPED"], (await LinesAsync(app, "?needsAttention=true")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_user_that_had_its_outcome_from_a_call_is_not_listed_a_second_time_when_it_is_dropped()
    {
        await using var app = await StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "No");
        await new Caller(app).QueueAsync("a@example.com");
        await app.HandleUsersAsync();

        await app.RunAsync(PoisonTaskKind.Drop);

        Assert.Equal(["Rejected VALIDATION_ERROR"], (await ReadAsync(app, "?needsAttention=true")).Select(user => $"{user["outcome"]} {user["errorCategory"]}"));
    }

    [Fact]
    public async Task A_user_that_was_created_after_all_is_no_longer_listed_as_dropped()
    {
        await using var app = await StartAsync();
        await app.PoisonAsync("m", PoisonReason.RetriesExhausted, 0);
        await app.RunAsync(PoisonTaskKind.Drop);
        var row = Assert.Single(app.Tables.Users.Rows);
        await app.Tables.Users.UpsertEntityAsync(new TableEntity(row) { ["Outcome"] = "Created", ["BatchId"] = Guid.CreateVersion7() });

        Assert.Empty(await ReadAsync(app, "?needsAttention=true"));
    }

    [Fact]
    public async Task A_user_of_no_call_that_a_person_found_in_HubSpot_is_listed_as_created()
    {
        await using var app = await StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);

        await app.RunAsync(PoisonTaskKind.MarkCreated, task => task with { IsAboutDoubtful = true, Index = 0, HubSpotId = "123" });

        Assert.Equal(["0 m Created"], await LinesAsync(app, "?outcome=Created"));
        Assert.Empty(await ReadAsync(app, "?needsAttention=true"));
    }

    [Fact]
    public async Task Pages_go_through_users_of_calls_and_of_none_and_a_file_has_them_all()
    {
        await using var app = await StartAsync();
        for (var number = 0; number < 4; number++)
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            await new Caller(app).QueueAsync(Enumerable.Range(0, 3).Select(index => $"u{number}.{index}@example.com"));
            await app.HandleUsersAsync();
            await app.PoisonAsync($"m{number}", PoisonReason.RetriesExhausted, 0, 1);
            await app.RunAsync(PoisonTaskKind.Drop);
        }

        var paged = new List<JsonNode>();
        for (var continuation = string.Empty; continuation is not null;)
        {
            var page = await new Caller(app).GetAsync(app.Get<UsersEndpoint>().ListAsync, $"?top=3&continuation={continuation}");
            paged.AddRange(page["users"]!.AsArray().Select(user => user!));
            continuation = page["continuation"]?.GetValue<string>();
        }

        var (_, _, file) = await new Caller(app).AskAsync(app.Get<UsersEndpoint>().ListAsync, accept: "application/x-ndjson");
        var completed = paged.ConvertAll(user => user["completedAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(20, paged.DistinctBy(user => $"{user["sourceId"]}-{user["index"]}").Count());
        Assert.Equal(20, paged.Count);
        Assert.Equal(20, file.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(completed.Zip(completed.Skip(1)), pair => Assert.True(pair.First >= pair.Second - TimeSpan.FromSeconds(5)));
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }

    private static async Task ImportAsync(TestApp app, string file)
    {
        await new Caller(app).ImportAsync(file);
        await app.HandleUsersAsync();
    }

    /// <summary>Creates another user under a known id, and waits for the response.</summary>
    private static async Task<int> CreateAsync(TestApp app)
    {
        var context = new DefaultHttpContext { RequestServices = app.Services, Response = { Body = new MemoryStream() } };
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.Body = BinaryData.FromString("""{"id":"hr-1","inputs":[{"properties":{"hs_email":"eve@people.example"}}]}""").ToStream();
        await (await app.EndAsync(app.Get<UserBatchEndpoint>().CreateAsync(context.Request))).ExecuteAsync(context);
        return context.Response.StatusCode;
    }

    private static async Task<IReadOnlyList<JsonNode>> ReadAsync(TestApp app, string query = "") =>
        [.. (await new Caller(app).GetAsync(app.Get<UsersEndpoint>().ListAsync, query))["users"]!.AsArray().Select(user => user!)];

    private static async Task<IEnumerable<string>> LinesAsync(TestApp app, string query) => (await ReadAsync(app, query))
        .Select(user => string.Join(' ', new[] { "line", "index", "sourceId", "outcome", "errorCategory" }.Select(name => user[name]?.ToString()).Where(text => text is not null)));
}
