using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using Azure;
using HubSpotUsers.Notices;
using HubSpotUsers.Telemetry;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Notices;

public sealed class NoticeSenderTests
{
    private const int AttemptsARun = 3;

    private static readonly string Secret = "whsec_" + Convert.ToBase64String(Encoding.ASCII.GetBytes("0123456789abcdef01234567"));

    [Fact]
    public async Task A_notice_is_posted_once_signed_with_its_id_and_time()
    {
        await using var app = WatchedApp.Start(("Notify:Secret", Secret));
        var notice = app.AddNotice();
        var sentAt = app.Time.GetUtcNow().ToUnixTimeSeconds();

        await app.WatchAsync(minutes: 3);

        var post = Assert.Single(app.Webhook.Posts);
        Assert.Equal(WatchedApp.Address, post.Address.AbsoluteUri);
        Assert.Equal((notice.Id, $"{sentAt}"), (post.Id, post.Headers["webhook-timestamp"]));
        Assert.True(WebhookSignature.TryRead(Secret, out var keys));
        Assert.Equal(WebhookSignature.Sign(keys, notice.Id, sentAt, Encoding.UTF8.GetBytes(post.Body)), post.Headers["webhook-signature"]);
        Assert.Empty(app.Waiting());
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_signature()
    {
        await using var app = WatchedApp.Start();
        app.AddNotice();

        await app.WatchAsync();

        Assert.DoesNotContain("webhook-signature", Assert.Single(app.Webhook.Posts).Headers.Keys);
    }

    [Fact]
    public async Task A_webhook_that_is_away_is_tried_ever_more_seldom_and_gets_the_same_id_each_time()
    {
        await using var app = WatchedApp.Start();
        app.Webhook.Otherwise = _ => HttpStatusCode.ServiceUnavailable;
        app.AddNotice();
        var began = app.Time.GetUtcNow();

        await app.WatchAsync(minutes: 240);
        app.Webhook.Otherwise = _ => HttpStatusCode.OK;
        await app.WatchAsync(minutes: 61);

        var minutes = app.Webhook.Posts.Select(post => (int)(post.At - began).TotalMinutes).Distinct().ToList();
        Assert.Equal([0, 1, 3, 7, 14, 28, 55, 109, 169, 229, 289], minutes);
        Assert.Equal((AttemptsARun * 10) + 1, app.Webhook.Posts.Count);
        Assert.Single(app.Webhook.Posts.Select(post => post.Id).Distinct(StringComparer.Ordinal));
        Assert.Empty(app.Waiting());
    }

    [Fact]
    public async Task A_notice_is_dropped_after_its_time_and_a_log_line_says_so()
    {
        await using var app = WatchedApp.Start(("Notify:RetryFor", "01:00:00"));
        List<string> counted = [];
        using var listener = Count(app, counted);
        app.Webhook.Otherwise = _ => HttpStatusCode.InternalServerError;
        var notice = app.AddNotice();

        await app.WatchAsync(minutes: 62);

        Assert.Empty(app.Waiting());
        Assert.Contains($"Notice {notice.Id} (request.finished) is dropped", app.Log.Text, StringComparison.Ordinal);
        Assert.Contains("(request.finished): HTTP 500. Attempt 1", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(["failed", "dropped"], counted.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_posted_before_the_webhook_said_so()
    {
        await using var app = WatchedApp.Start();
        app.AddNotice("one");
        app.Webhook.Plan(HttpStatusCode.TooManyRequests, retryAfter: "600");

        await app.WatchAsync(minutes: 5);
        app.AddNotice("two");
        await app.WatchAsync(minutes: 5);

        Assert.Single(app.Webhook.Posts);
        await app.WatchAsync(minutes: 2);
        Assert.Equal(3, app.Webhook.Posts.Count);
        Assert.Empty(app.Waiting());
    }

    [Fact]
    public async Task A_notice_that_is_refused_holds_up_no_other()
    {
        await using var app = WatchedApp.Start();
        var (refused, other) = (app.AddNotice("one"), app.AddNotice("two"));
        app.Webhook.Otherwise = post => post.Id == refused.Id ? HttpStatusCode.BadRequest : HttpStatusCode.OK;

        await app.WatchAsync();

        Assert.Equal(new[] { refused.Id, other.Id }.Order(StringComparer.Ordinal), app.Webhook.Posts.Select(post => post.Id).Order(StringComparer.Ordinal));
        Assert.Equal($"event-{refused.Id}", Assert.Single(app.Waiting()).RowKey);
    }

    [Fact]
    public async Task A_webhook_that_is_away_is_not_asked_again_for_each_notice()
    {
        await using var app = WatchedApp.Start();
        app.AddNotice("one");
        app.AddNotice("two");
        app.Webhook.Plan(() => Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ConnectionError)));
        app.Webhook.Otherwise = _ => HttpStatusCode.BadGateway;

        await app.WatchAsync();

        Assert.Equal(AttemptsARun, app.Webhook.Posts.Count);
        Assert.Single(app.Webhook.Posts.Select(post => post.Id).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_webhook_that_hangs_is_left_in_time()
    {
        await using var app = WatchedApp.Start();
        app.AddNotice();
        var never = new TaskCompletionSource<HttpResponseMessage>();
        app.Webhook.Plan(() => never.Task);
        app.Webhook.Plan(() => never.Task);
        app.Webhook.Plan(() => never.Task);
        var began = app.Time.GetUtcNow();

        await app.EndAsync(app.Get<NoticeWatch>().RunAsync(CancellationToken.None));

        Assert.InRange(app.Time.GetUtcNow() - began, TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(40));
        Assert.Contains("no response in time", app.Log.Text, StringComparison.Ordinal);
        Assert.Single(app.Waiting());
    }

    [Fact]
    public async Task A_webhook_that_is_gone_gets_nothing_more_until_it_is_another_one()
    {
        await using var app = WatchedApp.Start();
        app.AddNotice("one");
        app.Webhook.Plan(HttpStatusCode.Gone);

        await app.WatchAsync();
        app.AddNotice("two");
        await app.WatchAsync();

        Assert.Single(app.Webhook.Posts);
        Assert.Empty(app.Waiting());
        app.AddNotice("three");
        app.Get<Microsoft.Extensions.Options.IOptions<NotifyOptions>>().Value.WebhookUri = "https://hooks.example.com/another";
        await app.WatchAsync();
        Assert.Equal("https://hooks.example.com/another", app.Webhook.Posts[^1].Address.AbsoluteUri);
        Assert.Equal(2, app.Webhook.Posts.Count);
    }

    [Fact]
    public async Task Two_processes_post_a_notice_once()
    {
        await using var app = WatchedApp.Start();
        app.AddNotice();
        var response = new TaskCompletionSource<HttpResponseMessage>();
        app.Webhook.Plan(() => response.Task);

        var first = app.Get<NoticeWatch>().RunAsync(CancellationToken.None);
        await app.AnotherProcess().RunAsync(CancellationToken.None);
        response.SetResult(new HttpResponseMessage(HttpStatusCode.OK));
        await app.EndAsync(first);
        await app.AnotherProcess().RunAsync(CancellationToken.None);

        Assert.Single(app.Webhook.Posts);
    }

    [Fact]
    public async Task A_process_that_dies_between_post_and_note_leaves_a_notice_that_is_posted_again_with_the_same_id()
    {
        await using var app = WatchedApp.Start();
        var notice = app.AddNotice();
        app.Webhook.Plan(() =>
        {
            app.Tables.Control.Failure = new RequestFailedException(503, "The process is dead.");
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        });

        await app.WatchAsync();
        app.Tables.Control.Failure = null;
        await app.WatchAsync(minutes: 3);

        Assert.Equal([notice.Id, notice.Id], app.Webhook.Posts.Select(post => post.Id));
        Assert.Empty(app.Waiting());
    }

    [Fact]
    public async Task A_reference_that_the_platform_did_not_read_is_no_address_and_the_notice_waits()
    {
        await using var app = WatchedApp.Start(("Notify:Secret", "@Microsoft.KeyVault(VaultName=kv;SecretName=secret)"));
        app.AddNotice();

        await app.WatchAsync();

        Assert.Empty(app.Webhook.Posts);
        Assert.Contains("a Key Vault reference that the platform could not read", app.Log.Text, StringComparison.Ordinal);
        Assert.Single(app.Waiting());
    }

    [Fact]
    public async Task Neither_address_nor_secret_is_in_a_log_or_a_table()
    {
        await using var app = WatchedApp.Start(("Notify:Secret", Secret));
        foreach (var status in new[] { HttpStatusCode.InternalServerError, HttpStatusCode.Redirect, HttpStatusCode.OK, HttpStatusCode.Gone })
        {
            app.AddNotice($"{status}");
            app.Webhook.Otherwise = _ => status;
            await app.WatchAsync(minutes: 10);
        }

        app.Webhook.Plan(() => Task.FromException<HttpResponseMessage>(new HttpRequestException($"Not to be read: {WatchedApp.Address}")));
        var tables = string.Join('\n', app.Tables.Control.Rows.SelectMany(row => row.Select(column => $"{column.Value}")));
        Assert.All(["s3cret", "hooks.example.com", Secret], secret => Assert.DoesNotContain(secret, app.Log.Text + tables, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_webhook_storage_is_not_asked()
    {
        await using var app = new TestApp();
        app.Tables.Control.Failure = new RequestFailedException(503, "Not to be asked.");

        await app.Get<NoticeWatch>().RunAsync(CancellationToken.None);

        Assert.DoesNotContain("Notices could not be processed", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_that_is_away_fails_no_other_task()
    {
        await using var app = WatchedApp.Start();
        app.Tables.Control.Failure = new RequestFailedException(503, "Away");

        await app.Get<NoticeWatch>().RunAsync(CancellationToken.None);

        Assert.Contains("Notices could not be processed (HTTP 503)", app.Log.Text, StringComparison.Ordinal);
    }

    private static MeterListener Count(TestApp app, List<string> results)
    {
        var factory = app.Get<IMeterFactory>();
        _ = app.Get<Meters>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Name is Instruments.Notices)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => results.Add($"{tags.ToArray().Single(tag => tag.Key is "result").Value}"));
        listener.Start();
        return listener;
    }
}
