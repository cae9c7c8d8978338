using System.Text.Json;
using Api.Tests.Reading;
using Azure.Data.Tables;
using Azure.Storage.Queues.Models;
using HubSpotUsers.Messages;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;

namespace Api.Tests.Retention;

/// <summary>Rows that may still keep a user from being created twice stay, however old they are.</summary>
public sealed class KeptRowsTests
{
    [Fact]
    public async Task The_second_copy_of_a_poison_message_creates_no_second_user_however_late_it_is_sent_back()
    {
        await using var app = await Nights.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var first = app.Tables.Poison.Rows.First(row => row.PartitionKey is "message").RowKey;
        await app.RunAsync(PoisonTaskKind.Redrive, task => task with { Filter = new PoisonFilter(Id: first) });
        await app.HandleUsersAsync();
        Assert.Single(app.HubSpot.Creates);

        await app.SleepAsync(120);
        Assert.Single(app.Tables.Users.Rows);
        await app.RunAsync(PoisonTaskKind.Redrive);
        await app.HandleUsersAsync();

        Assert.Single(app.HubSpot.Creates);
        await app.SleepAsync(91);
        Assert.Empty(app.Tables.Users.Rows);
    }

    [Theory]
    [InlineData("Redrive")]
    [InlineData("Correct")]
    public async Task A_copy_that_a_person_sent_back_finds_its_row_although_it_waits_until_after_the_next_night(string kind)
    {
        await using var app = await Nights.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var first = app.Tables.Poison.Rows.First(row => row.PartitionKey is "message").RowKey;
        await app.RunAsync(PoisonTaskKind.Redrive, task => task with { Filter = new PoisonFilter(Id: first) });
        await app.HandleUsersAsync();
        await app.SleepAsync(120);

        await app.RunAsync(Enum.Parse<PoisonTaskKind>(kind), inputs: JsonElement.Parse("""[{"index":0,"properties":{"hs_email":"m.0@example.com"}}]"""));
        Assert.Empty(app.Queues.Poison.Bodies);

        // A look at the front of the queue does not show it.
        Assert.Single((QueueMessage[])await app.Queues.Users.ReceiveMessagesAsync(1, TimeSpan.FromDays(3)));
        await app.SleepAsync(2);
        Assert.Single(app.Tables.Users.Rows);
        app.Time.Advance(TimeSpan.FromDays(2));
        await app.HandleUsersAsync();

        Assert.Single(app.HubSpot.Creates);
        await app.SleepAsync(120);
        Assert.Empty(app.Tables.Users.Rows);
        Assert.All(app.Tables.Poison.Rows, row => Assert.NotEqual("sent", row.PartitionKey));
    }

    [Fact]
    public async Task A_message_that_others_put_into_the_poison_queue_keeps_its_rows_too()
    {
        await using var app = await Nights.StartAsync();
        await app.SendAsync("""{"id":"order-1","properties":{"hs_email":"a@example.com"}}""");
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString("""{"id":"order-1","properties":{"hs_email":"a@example.com"}}"""));

        await app.SleepAsync(120);

        Assert.Single(app.Tables.Users.Rows);
        await app.RunAsync(PoisonTaskKind.Redrive, task => task with { IsAboutDoubtful = true });
        await app.HandleUsersAsync();
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task A_request_with_users_in_the_poison_queue_stays_whole()
    {
        await using var app = await Nights.StartAsync();
        await new Caller(app).QueueAsync("a@example.com", "b@example.com");
        await app.HandleUsersAsync();
        var rows = app.Tables.Requests.Rows.Count(row => !row.PartitionKey.StartsWith("find-", StringComparison.Ordinal));
        await app.PoisonAsync(app.Tables.Users.Rows[0].GetString("SourceId"), PoisonReason.Unknown, 0);

        await app.SleepAsync(120);

        Assert.Equal(2, app.Tables.Users.Rows.Count);
        Assert.Equal(rows, app.Tables.Requests.Rows.Count);
    }

    [Fact]
    public async Task A_file_whose_lines_have_ids_of_their_own_stays_while_one_is_in_the_poison_queue()
    {
        await using var app = await Nights.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "No");
        await new Caller(app).ImportAsync("id,hs_email\nhr-1,a@example.com\n");
        await app.HandleUsersAsync();

        await app.SleepAsync(120);
        var kept = app.Tables.Requests.Rows.Count(row => row.PartitionKey.StartsWith("tally-", StringComparison.Ordinal));
        await app.RunAsync(PoisonTaskKind.Drop);
        await app.SleepAsync(120);

        Assert.Equal(1, kept);
        Assert.DoesNotContain(app.Tables.Requests.Rows, row => row.PartitionKey.StartsWith("tally-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_long_stop_what_still_waits_is_handled_before_its_rows_go()
    {
        await using var app = await Nights.StartAsync();
        await app.SleepAsync(Nights.UntilSteady);
        await DieBeforeDeletingAsync(app);
        app.Time.Advance(TimeSpan.FromDays(200));
        app.ToNextNight();

        // A look at the front of the queue does not show it.
        await app.Queues.Users.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(10));
        await app.RunNightAsync();

        Assert.Single(app.Tables.Users.Rows);
        app.Time.Advance(TimeSpan.FromMinutes(10));
        await app.HandleUsersAsync();

        Assert.Single(app.HubSpot.Creates);
    }

    [Theory]
    [InlineData("Pause", 1)]
    [InlineData("Run", 0)]
    public async Task While_sending_is_paused_rows_stay(string mode, int rows)
    {
        await using var app = await Nights.StartAsync();
        await app.SendAsync("""{"properties":{"hs_email":"a@example.com"}}""");
        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "mode") { ["Mode"] = mode });

        await app.SleepAsync(120);
        Assert.Equal(rows, app.Tables.Users.Rows.Count);

        await app.Tables.Control.UpsertEntityAsync(new TableEntity("control", "mode") { ["Mode"] = "Run" });
        await app.SleepAsync(Nights.UntilSteady);
        Assert.Empty(app.Tables.Users.Rows);
    }

    [Fact]
    public async Task While_a_message_waits_for_longer_than_a_working_app_lets_it_rows_stay()
    {
        await using var app = await Nights.StartAsync();
        await DieBeforeDeletingAsync(app);

        await app.SleepAsync(120);

        Assert.Single(app.Tables.Users.Rows);
        Assert.Contains("Retention keeps users and requests today: in the last ten days", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poison_queue_that_the_app_does_not_read_keeps_the_ledger_until_it_is_empty()
    {
        await using var app = await Nights.StartAsync(("Poison:IsManaged", "false"));
        await app.SendAsync("""{"properties":{"hs_email":"a@example.com"}}""");
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        await app.SleepAsync(120);
        var before = app.Tables.Users.Rows.Count;
        QueueMessage[] received = await app.Queues.Poison.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(1));
        await app.Queues.Poison.DeleteMessageAsync(received[0].MessageId, received[0].PopReceipt);

        await app.SleepAsync(1);

        Assert.Equal((1, 0), (before, app.Tables.Users.Rows.Count));
        Assert.Contains("the poison queue cannot be listed", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_producer_s_message_that_comes_again_within_the_days_creates_no_second_user()
    {
        await using var app = await Nights.StartAsync();
        const string Message = """{"id":"order-1","properties":{"hs_email":"a@example.com"}}""";
        await app.SendAsync(Message);
        await app.SleepAsync(89);

        await app.SendAsync(Message);

        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task Poison_stays_by_default()
    {
        await using var app = await Nights.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0, 1);

        await app.SleepAsync(120);

        Assert.Single(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task Old_poison_is_dropped_where_the_operator_wants_that_and_counted_by_reason_before()
    {
        await using var app = await Nights.StartAsync(("Retention:RemovePoison", "true"));
        await app.PoisonAsync("m", PoisonReason.Rejected, 0, 1);
        await app.PoisonAsync("n", PoisonReason.Unknown, 0);
        await app.SleepAsync(60);
        await app.PoisonAsync("o", PoisonReason.Rejected, 0);

        await app.SleepAsync(31);

        Assert.Single(app.Queues.Poison.Bodies);
        Assert.Contains("drops 1 messages of the poison queue that are older than Retention:Days (Rejected, 2 users)", app.Log.Text, StringComparison.Ordinal);
        Assert.Contains("drops 1 messages of the poison queue that are older than Retention:Days (Unknown, 1 users)", app.Log.Text, StringComparison.Ordinal);
        var task = Assert.Single(await app.Get<PoisonTasks>().ReadAsync(0, 10));
        Assert.Equal((PoisonTaskKind.Drop, PoisonTaskState.Done, 2, 3), (task.Kind, task.State, task.Messages, task.Users));
        Assert.Equal(["Rejected", "Rejected", "Unknown"], app.Tables.Users.Rows.Select(row => row.GetString("Outcome")).Order(StringComparer.Ordinal));
    }

    /// <summary>Handles a message in a process that dies just before it deletes it.</summary>
    private static async Task DieBeforeDeletingAsync(TestApp app)
    {
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString("""{"properties":{"hs_email":"a@example.com"}}"""), timeToLive: TimeSpan.FromSeconds(-1));
        QueueMessage[] received = await app.Queues.Users.ReceiveMessagesAsync(1, TimeSpan.FromMinutes(10));
        await app.EndAsync(app.Get<HubSpotUsers.Queue.UserMessageHandler>().HandleAsync(received[0], CancellationToken.None));
    }
}
