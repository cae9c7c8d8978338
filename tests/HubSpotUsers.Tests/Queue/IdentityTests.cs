using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Queue;

/// <summary>What identifies a user goes wherever its message goes.</summary>
public sealed class IdentityTests
{
    private const string Ada = """{"properties":{"hs_job_title":"Engineer"}}""";
    private const string Eve = """{"properties":{"hs_job_title":"Manager"}}""";

    [Fact]
    public void The_largest_input_fits_into_any_envelope()
    {
        var longest = new string('"', 5000);
        var source = SourceId.OfProducer(new string('i', 128));
        var line = new RequestLine($"{Guid.Empty:N}.999999999.1.00ffaa11", int.MaxValue);
        var deferral = new DeferralHeader(source, DateTimeOffset.MaxValue, long.MaxValue, longest, DateTimeOffset.MaxValue, new string('t', 55), DateTimeOffset.MaxValue, IsRedrive: true) { Line = line };
        var poison = new PoisonHeader(source, PoisonReason.RetriesExhausted, longest, Guid.Empty.ToString(), long.MaxValue, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue) { Line = line };
        var input = new EnvelopeInput(int.MaxValue, new string('\u0001', 5000), JsonElement.Parse(Largest(extra: 0)));

        Assert.True(EnvelopeSender.Fits(EnvelopeWriter.Write(deferral, [input])));
        Assert.True(EnvelopeSender.Fits(EnvelopeWriter.Write(poison, [input])));
    }

    [Fact]
    public void A_larger_one_is_refused_at_the_door()
    {
        Assert.NotNull(Assert.Single(MessageParser.ParseMessage(QueueMessages.Utf8(Largest(extra: 0))).Inputs).User);
        Assert.Contains("58", Assert.Single(MessageParser.ParseMessage(QueueMessages.Utf8($"[{Largest(extra: 1)}]")).Inputs[0].Faults).Detail.Replace("59392", "58", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_user_keeps_its_identity_when_it_is_put_back()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => StubHubSpot.Json(HttpStatusCode.ServiceUnavailable, "{}");

        await HandleAsync(app, Largest(extra: 0));

        var header = JsonNode.Parse(Assert.Single(app.Queues.Users.Messages))!["deferral"]!;
        Assert.Equal("0b9a3d6c-message", header["sourceId"]!.GetValue<string>());
        Assert.True(header["mayBeCreated"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData('\ufffe')]
    [InlineData('\uffff')]
    public async Task Characters_that_storage_has_no_place_for_go_back_as_escapes(char character)
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"));
        var body = $$$"""{"properties":{"hs_job_title":"x{{{character}}}y{{{character}}}"}}""";

        await HandleAsync(app, Convert.ToBase64String(QueueMessages.Utf8(body).Span));

        var copy = Assert.Single(app.Queues.Users.Messages);
        Assert.DoesNotContain(character, copy.ToString());
        Assert.Equal($"x{character}y{character}", MessageParser.ParseMessage(copy.ToMemory()).Inputs[0].User!.Properties["hs_job_title"]);
    }

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
    public async Task Another_user_under_the_id_of_a_created_one_is_poisoned_and_told()
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
    public async Task An_unknown_user_that_a_person_sends_back_is_sent()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await HandleAsync(app, Ada);

        await HandleAsync(app, app.Queues.Poison.Messages.Single().ToString());

        Assert.Equal(2, app.HubSpot.Creates.Count);
        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Single(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task Where_HubSpot_can_be_asked_it_is_asked_first()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        app.HubSpot.Otherwise = _ => StubHubSpot.Json(HttpStatusCode.BadGateway, "<html/>");
        app.HubSpot.LookUp = _ => StubHubSpot.Json(HttpStatusCode.BadRequest, "{}");
        await HandleAsync(app, """{"properties":{"hs_email":"ada@example.com"}}""");
        var creates = app.HubSpot.Creates.Count;
        app.HubSpot.LookUp = _ => HubSpotResponses.Found(app.Time.GetUtcNow(), "ada@example.com");

        await HandleAsync(app, app.Queues.Poison.Messages.Single().ToString());

        Assert.Equal(creates, app.HubSpot.Creates.Count);
        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task A_redrive_that_has_to_wait_stays_one()
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"));
        app.HubSpot.Plan((request, _) => Task.FromResult(HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "Not welcome")));
        await HandleAsync(app, Ada);
        app.Tables.Users.Failure = StorageFailures.Busy();
        await HandleAsync(app, app.Queues.Poison.Messages.Single().ToString());
        app.Tables.Users.Failure = null;
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await HandleAsync(app, app.Queues.Users.Messages.Single().ToString());

        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
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

    [Theory]
    [InlineData("8", "Created")]
    [InlineData("1", "Unknown")]
    public async Task A_decision_about_doubt_that_cannot_be_carried_out_at_once_forgets_neither(string maxAttempts, string outcome)
    {
        await using var app = await TestApp.StartAsync(("HubSpot:MaxRetries", "0"), ("Retry:MaxAttempts", maxAttempts));
        app.HubSpot.Plan(HttpStatusCode.BadGateway, "<html/>");
        await HandleAsync(app, Ada);
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"));

        await HandleAsync(app, app.Queues.Poison.Messages.Single().ToString());

        Assert.Equal("Unknown", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        app.Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var copy in app.Queues.Users.Messages.ConvertAll(message => message.ToString()))
        {
            await HandleAsync(app, copy);
        }

        Assert.Equal(outcome, Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Equal(outcome is "Unknown" ? 2 : 1, app.Queues.Poison.Messages.Count(message => message.ToString().Contains("\"reason\":\"Unknown\"", StringComparison.Ordinal)));
        Assert.DoesNotContain(app.Queues.Poison.Messages, message => message.ToString().Contains("RetriesExhausted", StringComparison.Ordinal));
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

    private static string Largest(int extra)
    {
        const string frame = """{"properties":{"hs_email":"big@example.com","hs_job_title":""}}""";
        return frame.Insert(frame.Length - 3, new string('x', MessageParser.MaxInputBytes - frame.Length + extra));
    }

    private static string With(string id, string user) => $$"""{"id":"{{id}}","inputs":[{{user}}]}""";

    private static Task HandleAsync(TestApp app, string body) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body), default));
}
