using System.Net;
using System.Text.Json.Nodes;
using Api.Creating;
using Api.Reading;
using Api.Requests;
using Api.Tests.Reading;
using Azure;
using HubSpotUsers.Notices;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Requests;

public sealed class RequestNoticesTests
{
    private const string Bad = "bad@example.com";

    [Fact]
    public async Task A_finished_import_is_reported_once_with_its_counts_and_without_its_content()
    {
        await using var app = await StartAsync(("WEBSITE_HOSTNAME", "app.example.com"));
        var caller = new Caller(app);
        var id = (string)(await caller.ImportAsync($"hs_email,hs_given_name\nada@example.com,Ada\n{Bad},Bad\ntoo,many,cells\n"))["requestId"]!;
        var receivedAt = app.Time.GetUtcNow();
        await caller.HandleAsync();

        await CountAsync(app);
        await WatchAsync(app);
        await CountAsync(app);
        await WatchAsync(app);

        var data = Assert.Single(Reported(app));
        Assert.Equal((id, "Import", $"https://app.example.com/api/requests/{id}"), ((string?)data["requestId"], (string?)data["kind"], (string?)data["statusUrl"]));
        Assert.Equal((2, 1, 2), ((int)data["users"]!, (int)data["faultyLines"]!, (int)data["needsAttention"]!));
        Assert.Equal("""{"Created":1,"Rejected":1}""", data["outcomes"]!.ToJsonString());
        Assert.Equal(receivedAt, (DateTimeOffset)data["receivedAt"]!);
        Assert.All(["ada", "Ada", "bad@", "too"], value => Assert.DoesNotContain(value, app.Webhook.Posts[0].Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_upload_is_not_reported_while_users_have_no_outcome()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync(Enumerable.Range(0, 150).Select(index => $"u{index}@example.com"));
        await app.EndAsync(app.Get<HubSpotUsers.Queue.UserMessageHandler>().HandleAsync(QueueMessages.With(app.Queues.Users.Messages[0], 1), CancellationToken.None));

        await CountAsync(app);
        await WatchAsync(app);

        Assert.Empty(app.Webhook.Posts);
        await caller.HandleAsync();
        await CountAsync(app);
        await WatchAsync(app);
        Assert.Equal(150, (int)Assert.Single(Reported(app))["users"]!);
    }

    [Fact]
    public async Task A_process_that_dies_between_the_notice_and_the_list_has_the_sweep_tell_it_with_the_same_id()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync("ada@example.com");
        await caller.HandleAsync();
        FailWhenDone(app);

        await CountAsync(app);
        await WatchAsync(app);
        app.Tables.Requests.Failure = null;
        await app.Get<ProgressSweeper>().SweepAsync();
        await WatchAsync(app);
        await app.Get<ProgressSweeper>().SweepAsync();
        await WatchAsync(app);

        Assert.Equal(2, app.Webhook.Posts.Count);
        Assert.Single(app.Webhook.Posts.Select(post => post.Id).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_notice_that_cannot_be_kept_is_sent_by_the_next_sweep()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        await caller.QueueAsync("ada@example.com");
        await caller.HandleAsync();
        app.Tables.Control.Failure = new RequestFailedException(503, "Away");
        await CountAsync(app);
        app.Tables.Control.Failure = null;

        await app.Get<ProgressSweeper>().SweepAsync();
        await WatchAsync(app);

        Assert.Single(app.Webhook.Posts);
    }

    [Fact]
    public async Task A_redrive_that_changes_the_counts_is_not_reported_again()
    {
        await using var app = await StartAsync();
        var caller = new Caller(app);
        var id = await caller.QueueAsync("ada@example.com", Bad);
        await caller.HandleAsync();
        await CountAsync(app);
        await WatchAsync(app);
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.RunAsync(PoisonTaskKind.Redrive);
        await app.HandleUsersAsync();
        await CountAsync(app);
        await app.Get<ProgressSweeper>().SweepAsync();
        await WatchAsync(app);

        Assert.Equal(2, (await app.Get<RequestTable>().FindAsync(id))!.Counts.Created);
        Assert.Single(Reported(app));
    }

    [Fact]
    public async Task The_id_that_a_sender_chose_is_not_passed_on()
    {
        await using var app = await StartAsync(("WEBSITE_HOSTNAME", "app.example.com"));
        var caller = new Caller(app);
        await caller.QueueRawAsync("""{"id":"ada-novak-1984","inputs":[{"properties":{"hs_email":"ada@example.com"}}]}""");
        await caller.HandleAsync();

        await app.Get<ProgressSweeper>().SweepAsync();
        await WatchAsync(app);

        var data = Assert.Single(Reported(app));
        Assert.Null(data["requestId"]);
        Assert.DoesNotContain("ada-novak", app.Webhook.Posts[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_synchronous_request_is_not_reported()
    {
        await using var app = await StartAsync();
        var context = new Microsoft.AspNetCore.Http.DefaultHttpContext { RequestServices = app.Services };
        context.Request.Method = "POST";
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream("""{"inputs":[{"properties":{"hs_email":"ada@example.com"}}]}"""u8.ToArray());

        await app.EndAsync(app.Get<UserBatchEndpoint>().CreateAsync(context.Request));
        await app.Get<ProgressSweeper>().SweepAsync();
        await WatchAsync(app);

        Assert.Single(app.HubSpot.Creates);
        Assert.Empty(app.Webhook.Posts);
    }

    [Fact]
    public async Task A_webhook_that_is_away_keeps_no_upload_from_being_done()
    {
        await using var app = await StartAsync();
        app.Webhook.Otherwise = _ => HttpStatusCode.BadGateway;
        var caller = new Caller(app);
        var id = await caller.QueueAsync("ada@example.com");
        await caller.HandleAsync();

        await CountAsync(app);
        await WatchAsync(app);

        Assert.Equal(RequestState.Done, (await app.Get<RequestTable>().FindAsync(id))!.State);
    }

    [Fact]
    public async Task Without_a_webhook_nothing_is_kept()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var caller = new Caller(app);
        await caller.QueueAsync("ada@example.com");
        await caller.HandleAsync();

        await CountAsync(app);

        Assert.DoesNotContain(app.Tables.Control.Rows, row => row.PartitionKey is NoticeTable.Partition);
    }

    private static async Task<TestApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var app = await TestApp.StartAsync([("Notify:WebhookUri", "https://hooks.example.com/"), .. settings]);
        app.HubSpot.Otherwise = request => request.Body.Contains(Bad, StringComparison.Ordinal)
            ? HubSpotResponses.CreatedExcept(request, Bad)
            : HubSpotResponses.AllCreated(request);
        return app;
    }

    /// <summary>Has storage fail when the request is saved as done, before the list says so.</summary>
    private static void FailWhenDone(TestApp app)
    {
        app.Tables.Requests.Meanwhile = Look;

        void Look()
        {
            if (app.Tables.Control.Rows.Any(row => row.RowKey.StartsWith("event-", StringComparison.Ordinal)))
            {
                app.Tables.Requests.Failure = new RequestFailedException(503, "The process is dead.");
                throw app.Tables.Requests.Failure;
            }

            app.Tables.Requests.Meanwhile = Look;
        }
    }

    private static Task CountAsync(TestApp app) => app.EndAsync(app.Get<ProgressRefresher>().RefreshAsync());

    private static async Task WatchAsync(TestApp app)
    {
        await app.EndAsync(app.Get<NoticeWatch>().RunAsync(CancellationToken.None));
        app.Time.Advance(TimeSpan.FromMinutes(1));
    }

    private static IReadOnlyList<JsonNode> Reported(TestApp app) =>
        [.. app.Webhook.Posts.Select(post => JsonNode.Parse(post.Body)!).Where(body => (string?)body["type"] is NoticeType.RequestFinished).Select(body => body["data"]!)];
}
