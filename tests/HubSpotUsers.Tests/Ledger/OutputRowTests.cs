using System.Net;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Ledger;

/// <summary>What a batch leaves in the output tables, from the call to the rows.</summary>
public sealed class OutputRowTests
{
    [Fact]
    public async Task Every_input_has_its_row()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var submission = Submissions.Of("m", Users.Named("anna") with { ObjectWriteTraceId = "the-callers-own" }, Users.Named("bert"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(submission, default));

        var rows = app.Tables.Users.Rows.OrderBy(row => row.RowKey, StringComparer.Ordinal).ToList();
        Assert.Equal(["m-0", "m-1"], rows.Select(row => row.RowKey));
        Assert.All(rows, row => Assert.Equal(submission.SourceId.PartitionKey, row.PartitionKey));
        Assert.Equal(["1000", "1001"], rows.Select(row => row.GetString("HubSpotId")));
        Assert.All(rows, row => Assert.Equal(("Created", "m", "Queue"), (row.GetString("Outcome"), row.GetString("SourceId"), row.GetString("Source"))));
        Assert.All(rows, row => Assert.Equal(outcome.Batches[0].Id, row.GetGuid("BatchId")));
        Assert.Equal("the-callers-own", rows[0].GetString("ObjectWriteTraceId"));
        Assert.False(rows[1].ContainsKey("ObjectWriteTraceId"));
    }

    [Fact]
    public async Task The_batch_has_its_row()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.MultiStatus, Fixture.Read("batch-complete").Replace("key-", "m-", StringComparison.Ordinal), ("X-HubSpot-Correlation-Id", "c-1"));

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2, "m"), default));

        var row = Assert.Single(app.Tables.Batches.Rows);
        Assert.Equal("20261123", row.PartitionKey);
        Assert.Equal(("COMPLETE", 207, "PartiallySucceeded", "c-1"), (row.GetString("Status"), row.GetInt32("HttpStatus"), row.GetString("Outcome"), row.GetString("CorrelationId")));
        Assert.Equal((2, 1, 1, 0, 0, 0), (row.GetInt32("Inputs"), row.GetInt32("Created"), row.GetInt32("Duplicate"), row.GetInt32("Rejected"), row.GetInt32("Unknown"), row.GetInt32("Deferred")));
        Assert.Equal("""["512"]""", row.GetString("CreatedIds"));
        Assert.False(row.ContainsKey("Links"));
        Assert.NotNull(row.GetDateTimeOffset("RequestedAt"));
        Assert.NotNull(row.GetDateTimeOffset("StartedAt"));
        Assert.NotNull(row.GetDateTimeOffset("CompletedAt"));
        var user = app.Tables.Users.Rows.Single(user => user.RowKey is "m-1");
        Assert.Equal(("Duplicate", "77", "CONFLICT"), (user.GetString("Outcome"), user.GetString("ExistingId"), user.GetString("ErrorCategory")));
    }

    [Fact]
    public async Task Many_rows_go_in_transactions_the_service_takes()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        var submissions = Enumerable.Range(0, 60).Select(source => Submissions.Count(5, $"source{source}")).ToList();

        await app.EndAsync(Task.WhenAll(submissions.Select(submission => app.Batcher.CreateAsync(submission, default))));

        // The table itself refuses more than 100 rows, two partitions, a row twice and forbidden characters.
        Assert.Equal(300, app.Tables.Users.Rows.Count);
        Assert.Equal(3, app.Tables.Batches.Rows.Count);
        Assert.InRange(app.Tables.Users.Transactions.Count, 3, 6);
        Assert.Empty(app.Tables.Intents.Rows);
    }

    [Fact]
    public async Task Missing_tables_are_made()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        (app.Tables.Users.IsThere, app.Tables.Batches.IsThere, app.Tables.Intents.IsThere) = (false, false, false);

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(1), default));

        Assert.Single(app.Tables.Users.Rows);
        Assert.Single(app.Tables.Batches.Rows);
    }

    [Fact]
    public async Task Deferred_inputs_have_no_row()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(HttpStatusCode.Unauthorized, Fixture.Read("error"));

        var outcome = await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2), default));

        Assert.All(outcome.Inputs, input => Assert.Equal(Outcome.Deferred, input.Outcome));
        Assert.Empty(app.Tables.Users.Rows);
        Assert.Equal(nameof(BatchResult.Failed), Assert.Single(app.Tables.Batches.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task Long_lists_of_ids_and_odd_responses_still_fit()
    {
        await using var app = await TestApp.StartAsync();
        var records = string.Join(',', Enumerable.Range(0, 5000).Select(id => $$"""{"id":"record-{{id}}","objectWriteTraceId":"foreign-{{id}}"}"""));
        app.HubSpot.Plan(HttpStatusCode.Created, $$"""{"status":"COMPLETE","results":[{{records}}]}""");

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Count(2), default));

        var row = Assert.Single(app.Tables.Batches.Rows);
        Assert.NotNull(row.GetString("CreatedIds2"));
        Assert.NotNull(row.GetString("Anomalies"));
    }

    [Fact]
    public async Task No_property_value_is_in_any_row_or_log()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllFailed(request, "VALIDATION_ERROR", "Hiddenson was refused: 'hidden.address@example.com' and hidden title");
        var user = Users.With(("hs_family_name", "Hiddenson"), ("hs_email", "hidden.address@example.com"), ("hs_job_title", "hidden title"));

        await app.EndAsync(app.Batcher.CreateAsync(Submissions.Of("m", user, Users.Named("hidden")), default));

        var rows = app.Tables.Users.Rows.Concat(app.Tables.Batches.Rows).SelectMany(row => row).Select(property => $"{property.Value}");
        Assert.All([.. rows, app.Log.Text], text => Assert.DoesNotContain("hidden", text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("VALIDATION_ERROR", app.Tables.Users.Rows[0].GetString("ErrorCategory"));
    }
}
