using System.Text.Json.Nodes;
using Azure.Data.Tables;
using HubSpotUsers.Notices;
using HubSpotUsers.Pausing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Notices;

/// <summary>An app with a webhook, whose minutes pass as the test says.</summary>
internal static class WatchedApp
{
    public const string Address = "https://hooks.example.com/services/T0/B0/s3cret";

    public static TestApp Start(params (string Name, string Value)[] settings) => new([("Notify:WebhookUri", Address), .. settings]);

    /// <summary>Another process of the app, which shares its storage.</summary>
    public static NoticeWatch AnotherProcess(this TestApp app) => new(
        app.Tables,
        app.Get<NoticeTable>(),
        app.Get<PauseNotices>(),
        app.Get<PoisonNotices>(),
        app.Get<NoticeSender>(),
        app.Get<IOptions<NotifyOptions>>(),
        app.Time,
        app.Get<ILogger<NoticeWatch>>());

    /// <summary>Lets the timer fire so often, a minute apart.</summary>
    public static async Task WatchAsync(this TestApp app, int minutes = 1)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            var due = app.Time.GetUtcNow() + TimeSpan.FromMinutes(1);
            await app.EndAsync(app.Get<NoticeWatch>().RunAsync(CancellationToken.None));
            app.Time.Advance(due - app.Time.GetUtcNow());
        }
    }

    public static Task PauseAsync(this TestApp app, PauseReason reason, string? detail = null, string? category = null) =>
        app.Get<ControlTable>().WriteAsync(new Pause(reason, app.Time.GetUtcNow().AddMinutes(1), detail) { Category = category });

    /// <summary>Has something to tell.</summary>
    public static Notice AddNotice(this TestApp app, string runKey = "run")
    {
        var now = app.Time.GetUtcNow();
        var notice = Notice.Of(now, runKey, new FinishedRequest("0192f0c1", "Import", now, 1, 0, new Dictionary<string, int>(StringComparer.Ordinal) { ["Created"] = 1 }, 0, null));
        Assert.True(app.Get<NoticeTable>().AddAsync(notice).IsCompletedSuccessfully);
        return notice;
    }

    /// <summary>The data of the posts of a type, in order.</summary>
    public static IReadOnlyList<JsonNode> Reported(this TestApp app, string type) =>
        [.. app.Webhook.Posts.Select(post => JsonNode.Parse(post.Body)!).Where(body => (string?)body["type"] == type).Select(body => body["data"]!)];

    /// <summary>What waits to be posted.</summary>
    public static IEnumerable<TableEntity> Waiting(this TestApp app) => app.Tables.Control.Rows.Where(row => row.PartitionKey is NoticeTable.Partition && row.RowKey.StartsWith("event-", StringComparison.Ordinal));
}
