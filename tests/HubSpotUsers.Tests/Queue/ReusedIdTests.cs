using System.Net;
using System.Text.Json.Nodes;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Queue;

/// <summary>Two users that come under one id of their producer's.</summary>
public sealed class ReusedIdTests
{
    private const string Ada = """{"properties":{"hs_job_title":"Engineer"}}""";
    private const string Eve = """{"properties":{"hs_job_title":"Manager"}}""";

    [Fact]
    public async Task A_refused_user_that_comes_corrected_under_its_id_is_tried()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan((request, _) => Task.FromResult(HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "Not welcome")));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, With("order-7", Ada));

        await HandleAsync(app, With("order-7", Eve));

        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Equal(2, app.HubSpot.Creates.Count);
    }

    [Fact]
    public async Task Another_user_under_the_id_of_a_created_one_is_poisoned_and_reported()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, With("order-7", Ada));

        await HandleAsync(app, With("order-7", Eve));

        var poison = JsonNode.Parse(Assert.Single(app.Queues.Poison.Messages))!;
        Assert.Equal("IdReused", poison["poison"]!["reason"]!.GetValue<string>());
        Assert.Equal("Manager", poison["inputs"]![0]!["properties"]!["hs_job_title"]!.GetValue<string>());
        Assert.Contains("IdReused", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task The_same_user_written_in_another_order_is_the_same()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, With("order-7", """{"properties":{"a":"1","b":"2"}}"""));

        await HandleAsync(app, With("order-7", """{ "associations": [], "properties": {"b":"2", "a":"1"}, "objectWriteTraceId": "t-2" }"""));

        Assert.Empty(app.Queues.Poison.Messages);
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task A_user_that_comes_corrected_under_the_id_of_a_dropped_one_is_tried()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, With("order-7", """{"properties":{"hs_job_title":[]}}"""));
        await app.RunAsync(PoisonTaskKind.Drop);
        Assert.Equal("DROPPED", Assert.Single(app.Tables.Users.Rows).GetString("ErrorCategory"));

        await HandleAsync(app, With("order-7", Ada));

        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Theory]
    [InlineData(Ada, 0)]
    [InlineData(Eve, 1)]
    public async Task What_a_person_dropped_stays_dropped_and_another_user_under_its_id_is_tried(string next, int calls)
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"), ("Retry:MaxAttempts", "1"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"));
        await HandleAsync(app, With("order-7", Ada));
        await app.RunAsync(PoisonTaskKind.Drop);
        var before = app.HubSpot.Creates.Count;
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await HandleAsync(app, With("order-7", next));

        Assert.Equal(calls, app.HubSpot.Creates.Count - before);
    }

    [Fact]
    public async Task Another_user_under_the_id_of_one_in_doubt_waits_for_its_outcome()
    {
        await using var app = await StartInDoubtAsync();

        await HandleAsync(app, With("order-7", Named("eve@example.com")));

        var (calls, copies) = (app.HubSpot.Creates.Count, app.Queues.Users.Messages.ConvertAll(message => message.ToString()));
        Assert.Equal("Pending", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Equal(2, (int)JsonNode.Parse(copies[1])!["deferral"]!["attempt"]!);
        Assert.Null(JsonNode.Parse(copies[1])!["deferral"]!["mayBeCreated"]);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), "ada@example.com");
        await HandleAsync(app, copies[0]);
        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));

        await HandleAsync(app, copies[1]);

        Assert.Equal(calls, app.HubSpot.Creates.Count);
        Assert.Contains("IdReused", Assert.Single(app.Queues.Poison.Messages).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_one_in_doubt_never_comes_back_the_other_ends_as_not_sent()
    {
        await using var app = await StartInDoubtAsync(("Retry:MaxAttempts", "2"));
        await HandleAsync(app, With("order-7", Named("eve@example.com")));

        await HandleAsync(app, app.Queues.Users.Messages[1].ToString());

        Assert.Contains("RetriesExhausted", Assert.Single(app.Queues.Poison.Messages).ToString(), StringComparison.Ordinal);
        Assert.Equal("Pending", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task A_sweep_leaves_an_id_to_its_own_user_and_to_no_other()
    {
        await using var app = await StartInDoubtAsync();
        await SweepAsync(app);

        await HandleAsync(app, With("order-7", Named("eve@example.com")));

        Assert.Contains("IdReused", Assert.Single(app.Queues.Poison.Messages).ToString(), StringComparison.Ordinal);
        Assert.True(Assert.Single(app.Tables.Users.Rows).GetBoolean("Swept"));

        // Nor does a person who sends the other back decide about the first.
        await HandleAsync(app, app.Queues.Poison.Messages[0].ToString());
        Assert.Equal(2, app.Queues.Poison.Messages.Count);
        Assert.True(Assert.Single(app.Tables.Users.Rows).GetBoolean("Swept"));
    }

    [Fact]
    public async Task Sending_a_refused_user_back_decides_nothing_about_another_under_its_id_that_is_in_doubt()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan((request, _) => Task.FromResult(HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "Not welcome")));
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, With("order-7", Ada));
        await HandleAsync(app, With("order-7", Eve));
        Assert.Equal("Unknown", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));

        await app.RunAsync(PoisonTaskKind.Redrive);
        await app.HandleUsersAsync();

        Assert.Equal("Unknown", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Equal(2, app.HubSpot.Creates.Count);
        Assert.Equal(
            [("IdReused", "Engineer"), ("Rejected", "Engineer"), ("Unknown", "Manager")],
            app.Queues.Poison.Messages
                .Select(message => JsonNode.Parse(message.ToString())!)
                .Select(poison => ((string)poison["poison"]!["reason"]!, (string)poison["inputs"]![0]!["properties"]!["hs_job_title"]!))
                .Order());
    }

    [Fact]
    public async Task After_a_sweep_a_user_that_was_there_before_it_was_sent_is_a_duplicate()
    {
        await using var app = await StartInDoubtAsync();
        var before = app.Time.GetUtcNow() - TimeSpan.FromDays(1);
        await SweepAsync(app);
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(before, "ada@example.com");

        await HandleAsync(app, app.Queues.Users.Messages[0].ToString());

        Assert.Equal("Duplicate", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task A_user_in_doubt_whose_id_is_another_s_stays_in_doubt()
    {
        await using var app = await StartInDoubtAsync();
        var copy = app.Queues.Users.Messages[0].ToString();
        var row = Assert.Single(app.Tables.Users.Rows);
        row["Outcome"] = "Created";
        row["ContentHash"] = "another";

        await HandleAsync(app, copy);

        var poison = JsonNode.Parse(Assert.Single(app.Queues.Poison.Messages))!;
        Assert.Equal("Unknown", (string?)poison["poison"]!["reason"]);
        Assert.Contains("may have been created", (string?)poison["inputs"]![0]!["detail"], StringComparison.Ordinal);
    }

    /// <summary>A user with an id of its own was sent, HubSpot's response was lost, and HubSpot could not be asked.</summary>
    private static async Task<TestApp> StartInDoubtAsync(params (string Name, string Value)[] settings)
    {
        var app = await TestApp.StartReconcilingAsync(settings);
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.HubSpot.LookUp = _ => StubHubSpot.Json(HttpStatusCode.ServiceUnavailable, "{}");
        await HandleAsync(app, With("order-7", Named("ada@example.com")));
        Assert.Single(app.Queues.Users.Messages);
        return app;
    }

    private static async Task SweepAsync(TestApp app)
    {
        app.Time.Advance(TimeSpan.FromHours(3));
        await app.Services.GetServices<IHostedService>().OfType<IntentSweeper>().Single().SweepAsync();
        Assert.Equal("Unknown", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    private static string Named(string email) => $$$"""{"properties":{"hs_email":"{{{email}}}"}}""";

    private static string With(string id, string user) => $$"""{"id":"{{id}}","inputs":[{{user}}]}""";

    private static Task HandleAsync(TestApp app, string body) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body), default));
}
