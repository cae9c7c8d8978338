using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Api.Reading;
using Api.Tests.Reading;
using Azure;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;
using Testing.Fakes;

namespace Api.Tests.Importing;

/// <summary>A line with an id of its producer's is the user of that id on every way in, and is counted with its file all the same.</summary>
public sealed class OwnIdTests
{
    private const string Ada = "hs_email,id\nada@people.example,hr-1\n";
    private const string AdaMessage = """{"id":"hr-1","properties":{"hs_email":"ada@people.example"}}""";

    [Fact]
    public async Task The_same_user_in_a_second_file_is_not_created_again()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);

        var first = await ImportAsync(caller, Ada);
        var second = await ImportAsync(caller, "id,hs_email\n\nhr-2,bob@people.example\nhr-1,ada@people.example\n");

        Assert.Equal(["hr-1-0", "hr-2-0"], app.HubSpot.Creates.SelectMany(HubSpotResponses.TraceIds));
        Assert.Equal(["2 0 hr-1 Created"], await UsersAsync(app, caller, first));
        Assert.Equal(["3 0 hr-2 Created", "4 1 hr-1 Created"], await UsersAsync(app, caller, second));
        Assert.Equal(["Done 1/1", "Done 2/2"], [await CountsAsync(app, caller, first), await CountsAsync(app, caller, second)]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_of_the_queue_and_a_line_with_its_id_are_one_user(bool isMessageFirst)
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);

        await (isMessageFirst ? HandleAsync(app, AdaMessage) : ImportAsync(caller, Ada));
        await (isMessageFirst ? ImportAsync(caller, Ada) : HandleAsync(app, AdaMessage));

        Assert.Single(app.HubSpot.Creates);
        Assert.Empty(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task Another_user_under_a_known_id_is_refused_and_counted_as_such()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await ImportAsync(caller, Ada);

        var id = await ImportAsync(caller, "id,hs_email\nhr-1,eve@people.example\n");

        Assert.Equal(["2 0 hr-1 Rejected ID_REUSED"], await UsersAsync(app, caller, id));
        Assert.Equal("Done 1/1", await CountsAsync(app, caller, id));
        Assert.Contains("IdReused", Assert.Single(app.Queues.Poison.Messages).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Twins_in_one_file_are_one_user_and_both_are_counted()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);

        var id = await ImportAsync(caller, Ada + "ada@people.example,hr-1\neve@people.example,hr-1\n");

        Assert.Single(app.HubSpot.Creates);
        Assert.Equal(["2 0 hr-1 Created", "3 1 hr-1 Created", "4 2 hr-1 Rejected ID_REUSED"], await UsersAsync(app, caller, id));
    }

    [Fact]
    public async Task Lines_with_and_without_ids_keep_their_order_and_count_together()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);

        var id = await ImportAsync(caller, "id,hs_email\n,a@people.example\n,b@people.example\nhr-1,c@people.example\n,d@people.example\nhr-2,e@people.example\n");

        Assert.Equal(["2 0", "3 1", "4 2", "5 3", "6 4"], (await UsersAsync(app, caller, id)).Select(user => string.Join(' ', user.Split(' ')[..2])));
        Assert.Equal(["5 3", "6 4"], (await UsersAsync(app, caller, id, "?continuation=3")).Select(user => string.Join(' ', user.Split(' ')[..2])));
        Assert.Equal("Done 5/5", await CountsAsync(app, caller, id));
    }

    [Fact]
    public async Task Redelivery_changes_no_count()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await ImportAsync(caller, Ada);

        await caller.HandleAsync(from: 0, dequeueCount: 2);

        Assert.Single(app.HubSpot.Creates);
        Assert.Equal("Done 1/1", await CountsAsync(app, caller, id));
    }

    [Fact]
    public async Task A_deferred_line_is_counted_when_it_comes_again()
    {
        await using var app = await StartAsync(("HubSpot:MaxRetries", "0"));
        var caller = new Caller(app);
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"));
        var id = await ImportAsync(caller, Ada);
        var before = await CountsAsync(app, caller, id);

        await caller.HandleAsync();

        Assert.Equal(("Queued 0/1", "Done 1/1"), (before, await CountsAsync(app, caller, id)));
        Assert.Equal(["2 0 hr-1 Created"], await UsersAsync(app, caller, id));
    }

    [Fact]
    public async Task A_line_that_cannot_be_counted_comes_again()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = (await caller.ImportAsync(Ada))["requestId"]!.GetValue<string>();
        app.Tables.Requests.Failure = new RequestFailedException(503, "Away");

        await Assert.ThrowsAsync<RequestFailedException>(() => caller.HandleAsync());
        app.Tables.Requests.Failure = null;
        await caller.HandleAsync(from: 0, dequeueCount: 2);

        Assert.Single(app.HubSpot.Creates);
        Assert.Equal("Done 1/1", await CountsAsync(app, caller, id));
        Assert.Equal(["2 0 hr-1 Created"], await UsersAsync(app, caller, id));
    }

    [Fact]
    public async Task The_counts_follow_a_redrive()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "No");
        var id = await ImportAsync(caller, Ada);
        var before = await UsersAsync(app, caller, id);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.RunAsync(PoisonTaskKind.Redrive, task => task with { Filter = new PoisonFilter(Source: id) });
        await caller.HandleAsync();

        Assert.Equal(["2 0 hr-1 Rejected VALIDATION_ERROR"], before);
        Assert.Equal(["2 0 hr-1 Created"], await UsersAsync(app, caller, id));
        Assert.Equal("Done 1/1", await CountsAsync(app, caller, id));
    }

    [Fact]
    public async Task A_line_that_a_person_drops_is_counted()
    {
        await using var app = await StartAsync(("Retry:MaxAttempts", "1"), ("HubSpot:MaxRetries", "0"));
        var caller = new Caller(app);
        app.HubSpot.Plan(HttpStatusCode.TooManyRequests, Fixture.Read("error"));
        var id = await ImportAsync(caller, Ada);
        var before = await CountsAsync(app, caller, id);

        await app.RunAsync(PoisonTaskKind.Drop);

        Assert.Equal(("Queued 0/1", "Done 1/1"), (before, await CountsAsync(app, caller, id)));
        Assert.Equal(["2 0 hr-1 Rejected DROPPED"], await UsersAsync(app, caller, id));
    }

    [Fact]
    public async Task An_interrupted_import_resumes_with_the_same_users()
    {
        await using var app = await StartAsync();
        var file = "id,hs_email\n" + string.Concat(Enumerable.Range(0, 400).Select(number => $"hr-{number},user.{number}@people.example\n"));
        await using var broken = new BrokenStream(Encoding.UTF8.GetBytes(file[..^1000]));
        await Assert.ThrowsAnyAsync<IOException>(() => Imports.RunAsync(app, new ImportedBody(broken)));
        await using var whole = new MemoryStream(Encoding.UTF8.GetBytes(file));

        var (_, response) = await Imports.RunAsync(app, new ImportedBody(whole));
        await new Caller(app).HandleAsync();

        Assert.Equal(Enumerable.Range(0, 400).Select(number => $"hr-{number}-0").Order(StringComparer.Ordinal), app.HubSpot.Creates.SelectMany(HubSpotResponses.TraceIds).Order(StringComparer.Ordinal));
        Assert.Equal("Done 400/400", await CountsAsync(app, new Caller(app), response["requestId"]!.GetValue<string>()));
    }

    [Fact]
    public async Task An_earlier_version_reads_the_message_as_one_of_its_own()
    {
        await using var app = await StartAsync();
        await new Caller(app).ImportAsync(Ada);
        var message = JsonNode.Parse(Assert.Single(app.Queues.Users.Messages))!;

        Assert.Equal(2, message["deferral"]!["request"]!["line"]!.GetValue<int>());
        message["deferral"]!.AsObject().Remove("request");
        var parsed = MessageParser.ParseMessage(QueueMessages.Utf8(message.ToJsonString()));

        Assert.Equal(("hr-1", true, 0), (parsed.Envelope!.SourceId.Value, parsed.Envelope.SourceId.IsProducers, parsed.Inputs[0].Index));
    }

    private static async Task<TestApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var app = await TestApp.StartAsync(settings);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }

    private static async Task<string> ImportAsync(Caller caller, string file)
    {
        var response = await caller.ImportAsync(file);
        await caller.HandleAsync();
        return response["requestId"]!.GetValue<string>();
    }

    private static Task HandleAsync(TestApp app, string body) => app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(body), CancellationToken.None));

    private static async Task<IEnumerable<string>> UsersAsync(TestApp app, Caller caller, string id, string query = "") =>
        (await caller.GetAsync(request => app.Get<RequestsEndpoint>().ListUsersAsync(request, id), query))["users"]!.AsArray()
        .Select(user => string.Join(' ', new[] { "line", "index", "sourceId", "outcome", "errorCategory" }.Select(name => user![name]?.ToString()).Where(text => text is not null)));

    /// <summary>State, users with an outcome and users of a request, once it has been counted.</summary>
    private static async Task<string> CountsAsync(TestApp app, Caller caller, string id)
    {
        await app.Get<RequestProgress>().RefreshAsync(id);
        var request = await caller.GetAsync(request => app.Get<RequestsEndpoint>().GetAsync(request, id));
        var (all, pending) = (request["inputs"]!.GetValue<int>(), request["pending"]!.GetValue<int>());
        return $"{request["state"]} {all - pending}/{all}";
    }
}
