using System.Net;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Messages;
using HubSpotUsers.Notices;
using HubSpotUsers.Redriving;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Notices;

public sealed class PoisonNoticesTests
{
    [Fact]
    public async Task What_is_new_is_counted_by_reason_in_one_notice_without_its_content()
    {
        await using var app = WatchedApp.Start(("WEBSITE_HOSTNAME", "app.example.com"));
        await app.PoisonAsync("m1", PoisonReason.Rejected, 0, 1, 2);
        await app.PoisonAsync("m2", PoisonReason.Rejected, 0);
        await app.PoisonAsync("m3", PoisonReason.Unknown, 0, 1);

        await app.WatchAsync(minutes: 30);

        var data = Assert.Single(app.Reported(NoticeType.NewPoison));
        Assert.Equal((3, 6), ((int)data["messages"]!, (int)data["users"]!));
        Assert.Equal("""[{"reason":"Rejected","messages":2,"users":4},{"reason":"Unknown","messages":1,"users":2}]""", data["reasons"]!.ToJsonString());
        Assert.Equal("https://app.example.com/api/poison", (string?)data["statusUrl"]);
        Assert.All(["example.com\"", "@", "m1"], text => Assert.DoesNotContain(text, Assert.Single(app.Webhook.Posts).Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_is_reported_within_a_minute_and_what_comes_after_it_together()
    {
        await using var app = WatchedApp.Start(("Notify:PoisonInterval", "00:15:00"));
        for (var minute = 0; minute < 31; minute++)
        {
            await app.PoisonAsync($"m{minute}", PoisonReason.Rejected, 0);
            await app.WatchAsync();
        }

        Assert.Equal([1, 15, 15], app.Reported(NoticeType.NewPoison).Select(data => (int)data["messages"]!));
    }

    [Fact]
    public async Task While_the_webhook_is_away_there_is_one_notice_and_the_rest_is_counted_for_the_next()
    {
        await using var app = WatchedApp.Start(("Notify:PoisonInterval", "00:00:00"));
        app.Webhook.Otherwise = _ => HttpStatusCode.BadGateway;
        for (var minute = 0; minute < 10; minute++)
        {
            await app.PoisonAsync($"m{minute}", PoisonReason.Rejected, 0);
            await app.WatchAsync();
        }

        Assert.Single(app.Waiting());
        app.Webhook.Otherwise = _ => HttpStatusCode.OK;
        await app.WatchAsync(minutes: 20);

        var ids = app.Webhook.Posts.Select(post => post.Id).Distinct(StringComparer.Ordinal).ToList();
        Assert.Equal([1, 9], ids.Select(id => (int)System.Text.Json.Nodes.JsonNode.Parse(app.Webhook.Posts.First(post => post.Id == id).Body)!["data"]!["messages"]!));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData(7)]
    public async Task A_count_that_cannot_be_read_is_reported_as_one_that_is_in_doubt(object reasons)
    {
        await using var app = WatchedApp.Start(("Notify:PoisonInterval", "00:15:00"));
        await app.PoisonAsync("m1", PoisonReason.Rejected, 0);
        await app.WatchAsync();
        await app.PoisonAsync("m2", PoisonReason.Rejected, 0, 1);
        await app.WatchAsync();
        var row = app.Tables.Control.Rows.Single(row => row.RowKey is "poison");
        await app.Tables.Control.UpdateEntityAsync(new TableEntity(row) { ["Reasons"] = reasons }, ETag.All, TableUpdateMode.Replace);
        await app.PoisonAsync("m3", PoisonReason.Rejected, 0);

        await app.WatchAsync(minutes: 20);

        Assert.Equal(
            """[{"reason":"Rejected","messages":1,"users":1},{"reason":"Unknown","messages":1,"users":1}]""",
            app.Reported(NoticeType.NewPoison)[^1]["reasons"]!.ToJsonString());
    }

    [Fact]
    public async Task More_than_a_transaction_holds_is_counted_whole()
    {
        await using var app = WatchedApp.Start();
        for (var message = 0; message < 250; message++)
        {
            await app.PoisonAsync($"m{message}", PoisonReason.Expired, 0);
        }

        await app.WatchAsync();

        Assert.Equal(250, (int)Assert.Single(app.Reported(NoticeType.NewPoison))["messages"]!);
        Assert.DoesNotContain(app.Tables.Control.Rows, row => row.RowKey.StartsWith("new-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_dies_while_it_counts_has_nothing_counted_twice()
    {
        await using var app = WatchedApp.Start();
        for (var message = 0; message < 150; message++)
        {
            await app.PoisonAsync($"m{message}", PoisonReason.Rejected, 0);
        }

        var transactions = 0;
        app.Tables.Control.Meanwhile = Die;
        await app.WatchAsync();
        app.Tables.Control.Failure = null;
        await app.WatchAsync(minutes: 4);

        Assert.Equal(150, app.Reported(NoticeType.NewPoison).Sum(data => (int)data["messages"]!));

        void Die()
        {
            if (app.Tables.Control.Transactions.Count == transactions + 1)
            {
                app.Tables.Control.Failure = new RequestFailedException(503, "The process is dead.");
                throw app.Tables.Control.Failure;
            }

            app.Tables.Control.Meanwhile = Die;
        }
    }

    [Fact]
    public async Task What_a_correction_leaves_in_new_messages_is_not_new()
    {
        await using var app = WatchedApp.Start();
        var inputs = string.Join(',', Enumerable.Range(0, 1300).Select(index => PoisonDriver.Json("m", index)));
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString($$"""{"id":"order-7","inputs":[{{inputs}}]}"""));

        await app.RunAsync(PoisonTaskKind.Correct, inputs: JsonElement.Parse("""[{"index":5,"properties":{"hs_email":"right@example.com"}}]"""));
        await app.WatchAsync();

        Assert.InRange(app.Queues.Poison.Bodies.Count, 2, 4);
        Assert.Empty(app.Webhook.Posts);
    }

    [Fact]
    public async Task What_was_there_before_notices_were_on_is_not_reported()
    {
        await using var app = new TestApp();
        await app.PoisonAsync("m1", PoisonReason.Rejected, 0);
        app.Get<Microsoft.Extensions.Options.IOptions<NotifyOptions>>().Value.WebhookUri = WatchedApp.Address;

        await app.WatchAsync(minutes: 2);

        Assert.Empty(app.Webhook.Posts);
    }

    [Fact]
    public async Task A_message_that_cannot_be_counted_is_poisoned_all_the_same()
    {
        await using var app = WatchedApp.Start();
        app.Tables.Control.Failure = new RequestFailedException(503, "Away");

        await app.PoisonAsync("m1", PoisonReason.Rejected, 0);

        Assert.Single(app.Queues.Poison.Messages);
        Assert.Contains("could not be counted for a notice (HTTP 503)", app.Log.Text, StringComparison.Ordinal);
    }
}
