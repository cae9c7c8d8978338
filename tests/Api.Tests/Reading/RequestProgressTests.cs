using System.Text.Json.Nodes;
using Api.Reading;
using Api.Requests;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Reading;

public sealed class RequestProgressTests
{
    [Fact]
    public async Task All_users_of_a_request_are_counted_at_once_and_without_their_rows()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Emails(250));
        await caller.HandleAsync();
        foreach (var row in app.Tables.Users.Rows)
        {
            await app.Tables.Users.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }

        var progress = await ProgressAsync(app, caller, id);

        Assert.Equal(("Done", 250, 0), (State(progress), Count(progress, "Created"), Pending(progress)));
    }

    [Fact]
    public async Task A_message_that_is_delivered_again_is_counted_once()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Emails(150));

        await caller.HandleAsync();
        await caller.HandleAsync(from: 0, dequeueCount: 2);

        Assert.Equal(150, Count(await ProgressAsync(app, caller, id), "Created"));
    }

    [Fact]
    public async Task Who_asks_how_far_a_request_is_writes_nothing_until_it_is_done()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Emails(250));
        await caller.HandleAsync(from: 2);
        var rows = app.Tables.Requests.Rows.Select(row => row.ETag).ToList();

        var open = await ProgressAsync(app, caller, id);

        Assert.Equal((50, 200), (Count(open, "Created"), Pending(open)));
        Assert.Equal(rows, app.Tables.Requests.Rows.Select(row => row.ETag));
        await caller.HandleAsync(from: 0, dequeueCount: 2);
        Assert.Equal("Done", State(await ProgressAsync(app, caller, id)));
        Assert.Equal("Done", State((await caller.GetAsync(app.Get<RequestsEndpoint>().ListAsync))["requests"]![0]!));
    }

    [Fact]
    public async Task The_counts_follow_a_user_whose_doubt_a_redrive_settles()
    {
        await using var app = await StartAsync();
        app.HubSpot.PlanFailure(new HttpRequestException(HttpRequestError.ResponseEnded));
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Emails(3));
        await caller.HandleAsync();
        var before = await ProgressAsync(app, caller, id);

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(app.Queues.Poison.Messages[0]), CancellationToken.None));
        await app.Get<ProgressRefresher>().RefreshAsync();

        Assert.Equal((3, 0, 3), (Count(before, "Unknown"), Count(before, "Created"), before["needsAttention"]!.GetValue<int>()));
        var after = await ProgressAsync(app, caller, id);
        Assert.Equal((0, 3, 0), (Count(after, "Unknown"), Count(after, "Created"), after["needsAttention"]!.GetValue<int>()));
        var listed = (await caller.GetAsync(app.Get<RequestsEndpoint>().ListAsync))["requests"]![0]!;
        Assert.Equal((3, "Done"), (Count(listed, "Created"), State(listed)));
    }

    [Fact]
    public async Task A_redrive_that_could_not_be_counted_is_counted_as_soon_as_storage_is_back()
    {
        await using var app = await StartAsync();
        app.HubSpot.PlanFailure(new HttpRequestException(HttpRequestError.ResponseEnded));
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Emails(3));
        await caller.HandleAsync();
        await app.Get<ProgressRefresher>().RefreshAsync();
        app.Tables.Requests.Failure = new RequestFailedException(503, "Away");
        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(app.Queues.Poison.Messages[0]), CancellationToken.None));
        await app.Get<ProgressRefresher>().RefreshAsync();
        app.Tables.Requests.Failure = null;

        await app.Get<ProgressRefresher>().RefreshAsync();

        Assert.Equal((0, 3, "Done"), (Listed(app).GetInt32("Unknown"), Listed(app).GetInt32("Created"), Listed(app).GetString("State")));
        Assert.Equal(3, Count(await ProgressAsync(app, caller, id), "Created"));
    }

    [Fact]
    public async Task What_could_not_be_counted_is_counted_again_from_the_users_themselves()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Emails(250));
        app.Tables.Requests.Failure = new RequestFailedException(503, "Away");
        await caller.HandleAsync();
        app.Tables.Requests.Failure = null;

        Assert.Equal(250, Count(await ProgressAsync(app, caller, id), "Created"));
    }

    [Fact]
    public async Task A_request_under_its_producers_id_is_counted_by_its_users()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var body = $$"""{"id":"order-7","inputs":[{{string.Join(',', Emails(1200).Select(email => $$$"""{"properties":{"hs_email":"{{{email}}}"}}"""))}}]}""";
        await caller.QueueRawAsync(body);
        await caller.HandleAsync();

        var progress = await ProgressAsync(app, caller, "order-7");

        Assert.Equal(("Done", 1200), (State(progress), Count(progress, "Created")));
    }

    [Fact]
    public async Task A_request_that_cannot_be_counted_keeps_no_other_from_being_counted()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add(await caller.QueueAsync(Emails(2)));
        }

        await caller.HandleAsync();
        foreach (var id in ids[..2])
        {
            await SetStateAsync(app, id, "of another version");
        }

        await app.Get<ProgressRefresher>().RefreshAsync();
        var counted = await app.Get<RequestTable>().FindAsync(ids[2]);
        await SetStateAsync(app, ids[0], "Queued");
        await app.Get<ProgressSweeper>().SweepAsync();

        Assert.Equal((RequestState.Done, 2), (counted!.State, counted.Counts.Created));
        Assert.Equal(RequestState.Done, (await app.Get<RequestTable>().FindAsync(ids[0]))!.State);
        Assert.Contains($"Request {ids[1]} cannot be read", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_kept_up_to_date_without_a_request()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync(Emails(5));
        await caller.HandleAsync();

        await app.Get<ProgressRefresher>().RefreshAsync();

        Assert.Equal((5, "Done"), (Listed(app).GetInt32("Created"), Listed(app).GetString("State")));
    }

    [Fact]
    public async Task What_was_handled_while_a_request_was_put_onto_the_queue_is_counted_when_it_is_there()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync(Emails(5));
        await caller.HandleAsync();
        var requests = app.Get<RequestTable>();
        var entry = (await requests.FindAsync(id))!;
        app.Get<TallyTable>().TakeChanged();

        await requests.SaveAsync(entry);
        await app.Get<ProgressRefresher>().RefreshAsync();

        Assert.Equal((5, "Done"), (Listed(app).GetInt32("Created"), Listed(app).GetString("State")));
    }

    private static async Task<TestApp> StartAsync()
    {
        var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        return app;
    }

    private static IEnumerable<string> Emails(int count) => Enumerable.Range(0, count).Select(index => $"u{index}@example.com");

    private static async Task SetStateAsync(TestApp app, string id, string state)
    {
        var row = new TableEntity(app.Tables.Requests.Rows.Single(row => row.RowKey == id)) { ["State"] = state };
        await app.Tables.Requests.UpsertEntityAsync(row);
    }

    private static TableEntity Listed(TestApp app) => app.Tables.Requests.Rows.Single(row => row.ContainsKey("Kind"));

    private static Task<JsonNode> ProgressAsync(TestApp app, Caller caller, string id) => caller.GetAsync(request => app.Get<RequestsEndpoint>().GetAsync(request, id));

    private static string State(JsonNode progress) => progress["state"]!.GetValue<string>();

    private static int Pending(JsonNode progress) => progress["pending"]!.GetValue<int>();

    private static int Count(JsonNode progress, string outcome) => progress["outcomes"]![outcome]?.GetValue<int>() ?? 0;
}
