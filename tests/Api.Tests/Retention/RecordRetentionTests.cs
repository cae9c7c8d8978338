using System.Text;
using Api.Creating;
using Api.Requests;
using Api.Tests.Reading;
using Azure.Data.Tables;
using HubSpotUsers.Redriving;
using Microsoft.AspNetCore.Http;
using Testing.Drivers;

namespace Api.Tests.Retention;

public sealed class RecordRetentionTests
{
    [Fact]
    public async Task Rows_stay_for_their_days_and_then_leave_every_table()
    {
        await using var app = await Nights.StartAsync();
        await FillAsync(app);
        await app.SleepAsync(89);
        var before = Kinds(app);

        await app.SleepAsync(10);

        Assert.Equal(["calls", "day-", "faults-", "find-", "requests", "requests of producers", "tally-", "tasks", "users", "users of producers"], before);
        Assert.Empty(Kinds(app));
        Assert.NotEmpty(app.Tables.Control.Rows);
    }

    [Fact]
    public async Task A_key_leaves_when_its_time_is_over()
    {
        await using var app = await Nights.StartAsync();
        await CallAsync(app, """{"inputs":[{"properties":{"hs_email":"a@example.com"}}]}""");
        Assert.Single(Keys(app));

        await app.SleepAsync(2);

        Assert.Empty(Keys(app));
    }

    [Fact]
    public async Task What_says_that_a_person_was_erased_stays_for_as_many_days_and_then_goes()
    {
        await using var app = await Nights.StartAsync();
        await app.EraseAsync(await app.PersonAsync(ErasureDriver.Ada));

        await app.SleepAsync(85);
        var before = Erased();
        await app.SleepAsync(10);

        Assert.Equal((1, 0), (before, Erased()));

        int Erased() => app.Tables.Control.Rows.Count(row => row.PartitionKey is "erased");
    }

    [Fact]
    public async Task A_scan_whose_place_storage_no_longer_takes_begins_anew()
    {
        await using var app = await Nights.StartAsync();
        await app.SendAsync("""{"id":"order-1","properties":{"hs_email":"a@example.com"}}""");
        await app.SleepAsync(89);
        var round = app.Tables.Control.Rows.Single(row => row is { PartitionKey: "retention", RowKey: "round" });
        round["Continuation"] = "1!4!aWQ- 1!4!b2xk";
        await app.Tables.Control.UpsertEntityAsync(round);
        app.Tables.Users.TakesContinuations = false;

        await app.SleepAsync(10);

        Assert.Empty(app.Tables.Users.Rows);
    }

    [Fact]
    public async Task Zero_days_keep_everything()
    {
        await using var app = await Nights.StartAsync(("Retention:Days", "0"));
        await FillAsync(app);

        await app.SleepAsync(200);

        Assert.Equal(10, Kinds(app).Count);
    }

    [Fact]
    public async Task By_day_nothing_is_removed_or_read()
    {
        await using var app = await Nights.StartAsync();
        await app.SleepAsync(1);
        app.Time.Advance(TimeSpan.FromDays(1.5));
        var steps = app.Steps.All.Count;

        await app.RunOnceAsync();

        Assert.Equal(steps, app.Steps.All.Count);
    }

    [Fact]
    public async Task A_run_that_takes_too_long_leaves_the_rest_to_the_next()
    {
        await using var app = await Nights.StartAsync();
        await app.SendAsync($$"""{"inputs":[{{string.Join(',', Enumerable.Range(0, 250).Select(number => $$$"""{"properties":{"hs_email":"u{{{number}}}@example.com"}}"""))}}]}""");
        await app.SleepAsync(90);
        Assert.Equal(250, app.Tables.Users.Rows.Count);
        app.ToNextNight();
        app.Tables.Users.Meanwhile = () => app.Time.Advance(TimeSpan.FromSeconds(30));

        await app.RunOnceAsync();
        var left = app.Tables.Users.Rows.Count;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.RunOnceAsync();

        Assert.Equal((150, 0), (left, app.Tables.Users.Rows.Count));
    }

    [Fact]
    public async Task A_run_that_failed_is_made_up_for_by_the_next()
    {
        await using var app = await Nights.StartAsync();
        await app.SendAsync("""{"properties":{"hs_email":"a@example.com"}}""");
        await app.SleepAsync(90);
        app.ToNextNight();
        app.Tables.Users.Failure = Testing.Builders.StorageFailures.Busy();
        await Assert.ThrowsAsync<Azure.RequestFailedException>(app.RunOnceAsync);
        app.Tables.Users.Failure = null;

        await app.RunNightAsync();

        Assert.Empty(app.Tables.Users.Rows);
    }

    [Fact]
    public async Task A_row_that_changes_meanwhile_stays_and_the_others_go()
    {
        await using var app = await Nights.StartAsync();
        await app.SendAsync("""{"inputs":[{"properties":{"hs_email":"a@example.com"}},{"properties":{"hs_email":"b@example.com"}}]}""");
        await app.SleepAsync(90);
        var row = app.Tables.Users.Rows[0];
        app.Tables.Users.Meanwhile = () => _ = app.Tables.Users.UpsertEntityAsync(new TableEntity(row.PartitionKey, row.RowKey) { ["Outcome"] = "Created" });

        await app.SleepAsync(1);

        Assert.Equal(row.RowKey, Assert.Single(app.Tables.Users.Rows).RowKey);
    }

    [Fact]
    public async Task While_one_process_removes_rows_another_does_nothing()
    {
        await using var app = await Nights.StartAsync();
        await app.SendAsync("""{"properties":{"hs_email":"a@example.com"}}""");
        await app.SleepAsync(90);
        app.ToNextNight();
        var lease = new TableEntity("retention", "lease") { ["Until"] = app.Time.GetUtcNow().AddMinutes(2) };
        await app.Tables.Control.UpsertEntityAsync(lease);

        await app.RunOnceAsync();
        var left = Kinds(app);
        app.Time.Advance(TimeSpan.FromMinutes(2));
        await app.RunNightAsync();

        Assert.Equal(["calls", "find-", "users"], left);
        Assert.Empty(Kinds(app));
    }

    [Fact]
    public async Task Rows_whose_keys_tell_no_day_are_gone_through_once_a_week()
    {
        await using var app = await Nights.StartAsync();
        await app.SleepAsync(Nights.UntilSteady);
        var scanned = app.Tables.Control.Rows.Single(row => row.RowKey is "round").GetDateTimeOffset("ScannedAt");

        await app.SleepAsync(6);
        var during = app.Tables.Control.Rows.Single(row => row.RowKey is "round").GetDateTimeOffset("ScannedAt");
        await app.SleepAsync(1);

        Assert.NotNull(scanned);
        Assert.Equal(scanned, during);
        Assert.Equal(scanned.Value.Date.AddDays(7), app.Tables.Control.Rows.Single(row => row.RowKey is "round").GetDateTimeOffset("ScannedAt")!.Value.Date);
    }

    [Fact]
    public async Task Logs_have_counts_and_nothing_of_the_users()
    {
        await using var app = await Nights.StartAsync();
        await app.SendAsync("""{"id":"order-1","properties":{"hs_email":"a@example.com"}}""");

        await app.SleepAsync(100);

        Assert.Contains("Retention removed 1 rows of HubSpotUsers that were older than 90 days.", app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.Text.Split('\n'), line => line.Contains("Retention", StringComparison.Ordinal) && line.Contains("order-1", StringComparison.Ordinal));
    }

    /// <summary>Writes every kind of row.</summary>
    private static async Task FillAsync(TestApp app)
    {
        await app.SendAsync("""{"properties":{"hs_email":"a@example.com"}}""");
        await app.SendAsync("""{"id":"order-1","properties":{"hs_email":"b@example.com"}}""");
        var request = await new Caller(app).QueueAsync("c@example.com", "d@example.com");
        await app.HandleUsersAsync();
        await app.Get<FaultTable>().KeepFaultsAsync(request, [new LineFault(3, string.Empty, "No user.")]);
        await CallAsync(app, """{"inputs":[{"properties":{"hs_email":"e@example.com"}}]}""");
        await CallAsync(app, """{"id":"order-2","inputs":[{"properties":{"hs_email":"f@example.com"}}]}""", key: "second");
        await app.RunAsync(PoisonTaskKind.Redrive);
    }

    private static async Task CallAsync(TestApp app, string body, string key = "first")
    {
        var context = new DefaultHttpContext { RequestServices = app.Services };
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.Headers[IdempotencyKey.HeaderName] = key;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        await app.EndAsync(app.Get<UserBatchEndpoint>().CreateAsync(context.Request));
    }

    private static List<string> Kinds(TestApp app) => [.. app.Tables.Batches.Rows.Select(_ => "calls")
        .Concat(app.Tables.Poison.Rows.Select(_ => "tasks"))
        .Concat(app.Tables.Users.Rows.Select(row => row.PartitionKey.StartsWith("id-", StringComparison.Ordinal) ? "users of producers" : "users"))
        .Concat(app.Tables.Requests.Rows.Select(row => row.PartitionKey).Select(partition => char.IsAsciiDigit(partition[0])
            ? "requests"
            : partition.StartsWith("id-", StringComparison.Ordinal) ? "requests of producers" : partition[..(partition.IndexOf('-', StringComparison.Ordinal) + 1)]))
        .Except(["key-"], StringComparer.Ordinal)
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)];

    private static IEnumerable<TableEntity> Keys(TestApp app) => app.Tables.Requests.Rows.Where(row => row.PartitionKey.StartsWith("key-", StringComparison.Ordinal));
}
