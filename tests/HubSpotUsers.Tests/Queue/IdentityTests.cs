using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace HubSpotUsers.Tests.Queue;

/// <summary>What identifies a user goes wherever its message goes.</summary>
public sealed class IdentityTests
{
    private const string Ada = """{"properties":{"hs_job_title":"Engineer"}}""";

    [Fact]
    public void The_largest_input_fits_into_any_envelope()
    {
        var longest = new string('"', 5000);
        var source = SourceId.OfProducer(new string('i', 128));
        var line = new RequestLine($"{Guid.Empty:N}.999999999.1.00ffaa11", int.MaxValue);
        var deferral = new DeferralHeader(source, DateTimeOffset.MaxValue, long.MaxValue, longest, DateTimeOffset.MaxValue, new string('t', 55), DateTimeOffset.MaxValue, IsRedrive: true, DateTimeOffset.MaxValue)
        {
            Line = line,
            NotAppliedIn = [.. Enumerable.Range(0, DeferralHeader.MaxNotApplied).Select(_ => Guid.AllBitsSet)],
        };
        var poison = new PoisonHeader(source, PoisonReason.RetriesExhausted, longest, Guid.Empty.ToString(), long.MaxValue, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue) { Line = line };
        var input = new EnvelopeInput(int.MaxValue, new string('\u0001', 5000), JsonElement.Parse(Largest(extra: 0)));

        Assert.True(EnvelopeSender.Fits(DeferralEnvelope.Write(deferral, [input])));
        Assert.True(EnvelopeSender.Fits(PoisonEnvelope.Write(poison, [input])));
    }

    [Fact]
    public void A_larger_one_is_refused_at_the_door()
    {
        Assert.NotNull(Assert.Single(MessageParser.ParseMessage(QueueMessages.Utf8(Largest(extra: 0))).Inputs).User);
        Assert.Contains("58", Assert.Single(MessageParser.ParseMessage(QueueMessages.Utf8($"[{Largest(extra: 1)}]")).Inputs[0].Faults).Detail.Replace("59392", "58", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_user_keeps_its_identity_when_it_is_deferred()
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

    private static string Largest(int extra)
    {
        const string frame = """{"properties":{"hs_email":"big@example.com","hs_job_title":""}}""";
        return frame.Insert(frame.Length - 3, new string('x', MessageParser.MaxInputBytes - frame.Length + extra));
    }

    private static Task HandleAsync(TestApp app, string body) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body), default));
}
