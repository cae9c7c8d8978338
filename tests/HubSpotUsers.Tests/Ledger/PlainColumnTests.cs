using Azure.Data.Tables;
using HubSpotUsers.Ledger;
using HubSpotUsers.Storage;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Ledger;

/// <summary>Columns that every reader takes: JavaScript reads no number of 64 bits, and a filter compares whole values.</summary>
public sealed class PlainColumnTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task No_number_has_64_bits()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2) with { Attempt = 3 }, default));

        var rows = app.Tables.Users.Rows.Concat(app.Tables.Batches.Rows).ToList();
        Assert.All(rows, row => Assert.Equal(3, row.GetInt32("Attempt")));
        Assert.DoesNotContain(rows.SelectMany(row => row), column => column.Value is long);
    }

    [Fact]
    public async Task A_batch_with_users_of_both_ways_in_has_one_source()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);

        await app.EndAsync(Task.WhenAll(
            app.Batcher.CreateAsync(Submissions.Count(1, "queued"), default),
            app.Batcher.CreateAsync(Submissions.Count(1, "posted") with { Source = SubmissionSource.Http }, default)));

        Assert.Equal("Mixed", Assert.Single(app.Tables.Batches.Rows).GetString("Source"));
    }

    [Theory]
    [InlineData(Outcome.Duplicate, "CONFLICT")]
    [InlineData(Outcome.Rejected, "REJECTED")]
    [InlineData(Outcome.Unknown, "UNKNOWN")]
    public void Every_user_that_ended_without_being_created_has_both_error_columns(Outcome outcome, string category)
    {
        var ended = new InputOutcome { InputKey = "m-0", Outcome = outcome };

        TableEntity[] rows =
        [
            UserRow.Create(LedgerRows.Cleared(1)[0], ended, Noon),
            UserRow.Swept(new IntentInput("p", "m-0", Noon, Noon, CallId: null), ended, Noon),
            UserRow.Poisoned(SourceId.Of("m", Noon), attempt: 5, ended, Noon, contentHash: "h"),
        ];

        Assert.All(rows, row => Assert.Equal(category, row.GetString("ErrorCategory")));
        Assert.All(rows, row => Assert.NotEmpty(row.GetString("ErrorMessage")));
    }

    [Fact]
    public void Rows_of_the_version_before_are_read()
    {
        var user = new TableEntity("p", "m-0") { ["Outcome"] = "Created", ["SourceId"] = "m", ["Attempt"] = 3L };
        var batch = new TableEntity("20261123", "k") { ["Source"] = "Queue,Http", ["DurationMs"] = 312L };

        Assert.Equal(3, RecordedUser.Find(user)!.View.Attempt);
        Assert.Equal(("Mixed", 312), (BatchRow.ReadSource(batch), batch.Count("DurationMs")));
    }

    [Fact]
    public void A_number_too_great_for_a_column_is_the_greatest_one() =>
        Assert.Equal(int.MaxValue, new TableEntity { ["Attempt"] = long.MaxValue }.Count("Attempt"));
}
