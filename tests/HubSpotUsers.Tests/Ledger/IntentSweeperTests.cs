using Azure;
using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using HubSpotUsers.Queue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Ledger;

public sealed class IntentSweeperTests
{
    private const string User = """{"properties":{"hs_email":"m.0@example.com"}}""";

    [Fact]
    public async Task The_intent_of_a_living_process_is_left_alone()
    {
        await using var app = new TestApp();
        await OpenAsync(app, 1);
        app.Time.Advance(TimeSpan.FromMinutes(4.9));

        await Sweeper(app).SweepAsync();

        Assert.Single(app.Tables.Intents.Rows);
        Assert.Empty(app.Tables.Users.Rows);
    }

    [Fact]
    public async Task A_dead_intent_whose_users_are_all_done_is_removed()
    {
        await using var app = new TestApp();
        await OpenAsync(app, 2);
        foreach (var input in LedgerRows.Cleared(2))
        {
            await app.Tables.Users.AddEntityAsync(LedgerRows.Row(input, Outcome.Created, "7"));
        }

        app.Time.Advance(TimeSpan.FromMinutes(5));
        await Sweeper(app).SweepAsync();

        Assert.Empty(app.Tables.Intents.Rows);
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal("Created", row.GetString("Outcome")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_users_get_time_to_come_back(bool isClaimed)
    {
        await using var app = new TestApp();
        await OpenAsync(app, 2);
        if (isClaimed)
        {
            await app.Get<UserClaims>().ClaimAsync(LedgerRows.Cleared(2), Batches.Id);
        }

        app.Time.Advance(TimeSpan.FromMinutes(65));
        await Sweeper(app).SweepAsync();

        Assert.Single(app.Tables.Intents.Rows);
        Assert.DoesNotContain(app.Tables.Users.Rows, row => row.GetString("Outcome") is "Unknown");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_open_user_keeps_the_intent(int open)
    {
        await using var app = new TestApp();
        await OpenAsync(app, 3);
        foreach (var input in LedgerRows.Cleared(3).Where((_, index) => index != open))
        {
            await app.Tables.Users.AddEntityAsync(LedgerRows.Row(input, Outcome.Created, "7"));
        }

        app.Time.Advance(TimeSpan.FromMinutes(6));
        await Sweeper(app).SweepAsync();

        Assert.Single(app.Tables.Intents.Rows);
        Assert.Equal(2, app.Tables.Users.Rows.Count);
    }

    [Fact]
    public async Task An_intent_that_cannot_be_read_is_kept_for_who_can_and_swept_in_the_end()
    {
        await using var app = new TestApp();
        await app.Tables.Intents.AddEntityAsync(new TableEntity("intent", Batches.Id.ToString("N")) { ["OpenedAt"] = Batches.Now, ["Batch"] = "of a later version" });

        app.Time.Advance(TimeSpan.FromMinutes(64));
        await Sweeper(app).SweepAsync();
        Assert.Single(app.Tables.Intents.Rows);

        app.Time.Advance(TimeSpan.FromMinutes(2));
        await Sweeper(app).SweepAsync();
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task Users_that_no_process_took_over_end_as_unknown_and_swept()
    {
        await using var app = new TestApp();
        await OpenAsync(app, 3);
        await app.Tables.Users.AddEntityAsync(LedgerRows.Row(LedgerRows.Cleared(1)[0], Outcome.Created, "7"));
        await app.Tables.Users.AddEntityAsync(UserRow.Claim(LedgerRows.Cleared(2)[1], Batches.Id, Batches.Now));

        app.Time.Advance(TimeSpan.FromMinutes(66));
        await Sweeper(app).SweepAsync();

        var rows = app.Tables.Users.Rows.OrderBy(row => row.RowKey, StringComparer.Ordinal).ToList();
        Assert.Equal(["Created", "Unknown", "Unknown"], rows.Select(row => row.GetString("Outcome")));
        Assert.Equal([null, true, true], rows.Select(row => row.GetBoolean("Swept")));
        Assert.All(rows, row => Assert.Equal("m", row.GetString("SourceId")));
        Assert.Equal(Batches.Id, rows[2].GetGuid("BatchId"));
        Assert.Empty(app.Tables.Intents.Rows);
        var batch = Assert.Single(app.Tables.Batches.Rows);
        Assert.Equal((Batches.Id, "Unknown", 2), (batch.GetGuid("BatchId"), batch.GetString("Outcome"), batch.GetInt32("Unknown")));
    }

    [Fact]
    public async Task A_batch_that_could_not_be_recorded_as_lost_is_when_storage_is_back()
    {
        await using var app = new TestApp();
        await OpenAsync(app, 2);
        app.Time.Advance(TimeSpan.FromMinutes(66));
        app.Tables.Batches.Failure = new RequestFailedException(503, "Busy");

        await Assert.ThrowsAsync<RequestFailedException>(Sweeper(app).SweepAsync);
        app.Tables.Batches.Failure = null;
        await Sweeper(app).SweepAsync();

        Assert.Equal(2, Assert.Single(app.Tables.Batches.Rows).GetInt32("Unknown"));
        Assert.Equal(["Unknown", "Unknown"], app.Tables.Users.Rows.Select(row => row.GetString("Outcome")));
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task The_users_of_a_message_are_counted_with_one_write()
    {
        const string requestId = "019ab4d2a6f07c3e9d1b5a4f3c2e1d00";
        await using var app = new TestApp();
        await app.Get<IntentTable>().OpenAsync(Batches.Id, [.. Cleared(0), .. Cleared(3)], default);
        app.Time.Advance(TimeSpan.FromMinutes(66));

        await Sweeper(app).SweepAsync();

        Assert.Equal([3, 3], app.Tables.Requests.Rows.Select(row => row.GetInt32("Unknown")));
        Assert.Equal(["HubSpotRequests Add", "HubSpotRequests Add"], app.Steps.All.Where(step => step.StartsWith("HubSpotRequests", StringComparison.Ordinal)));

        IReadOnlyList<PendingInput> Cleared(int offset) => LedgerRows.Cleared(3, $"{requestId}.{offset:D9}.3.00ffaa11");
    }

    [Fact]
    public async Task A_swept_user_whose_message_comes_back_after_all_is_asked_for()
    {
        await using var app = await TestApp.StartReconcilingAsync();
        await app.Tables.Users.AddEntityAsync(LedgerRows.Swept(LedgerRows.Cleared(1, "0b9a3d6c-message")[0]));
        app.HubSpot.LookUp = request => HubSpotResponses.Found(Batches.Now, HubSpotResponses.Values(request));

        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With(User, dequeueCount: 2), default));

        var row = Assert.Single(app.Tables.Users.Rows);
        Assert.Equal(("Created", "id-m.0@example.com", null), (row.GetString("Outcome"), row.GetString("HubSpotId"), row.GetBoolean("Swept")));
        Assert.Empty(app.HubSpot.Creates);
        Assert.Empty(app.Queues.Poison.Messages);
    }

    [Fact]
    public async Task It_sweeps_again_after_a_round_that_failed()
    {
        await using var app = new TestApp(("Ledger:SweepInterval", "00:10:00"));
        await OpenAsync(app, 1);
        await app.Tables.Users.AddEntityAsync(LedgerRows.Row(LedgerRows.Cleared(1)[0], Outcome.Created));
        app.Tables.Intents.Failure = new RequestFailedException(503, "Busy");
        await Sweeper(app).StartAsync(default);
        await Eventually.TrueAsync(() => app.Time.Timers is 1);

        app.Time.Advance(TimeSpan.FromMinutes(10));
        await Eventually.TrueAsync(() => app.Log.Text.Contains("Intents could not be swept", StringComparison.Ordinal));
        app.Tables.Intents.Failure = null;
        app.Time.Advance(TimeSpan.FromMinutes(10));
        await Eventually.TrueAsync(() => app.Tables.Intents.Rows.Count is 0);

        await Sweeper(app).StopAsync(default);
    }

    private static async Task OpenAsync(TestApp app, int inputs) => await app.Get<IntentTable>().OpenAsync(Batches.Id, LedgerRows.Cleared(inputs), default);

    private static IntentSweeper Sweeper(TestApp app) => app.Services.GetServices<IHostedService>().OfType<IntentSweeper>().Single();
}
