using System.Text.Json;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Redriving;

/// <summary>What a person decides besides sending users back as they are.</summary>
public sealed class DecisionTests
{
    [Theory]
    [InlineData(nameof(PoisonReason.RetriesExhausted), false, "Rejected")]
    [InlineData(nameof(PoisonReason.Unknown), true, "Unknown")]
    public async Task Dropped_users_get_an_outcome(string reasonName, bool isAboutDoubtful, string outcome)
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", Enum.Parse<PoisonReason>(reasonName), 3);

        var task = await app.RunAsync(PoisonTaskKind.Drop, task => task with { IsAboutDoubtful = isAboutDoubtful });

        var row = Assert.Single(app.Tables.Users.Rows);
        Assert.Equal(("m-3", outcome, "DROPPED"), (row.RowKey, row.GetString("Outcome"), row.GetString("ErrorCategory")));
        Assert.Equal((1, 0), (task.Messages, app.Queues.Poison.Bodies.Count));
    }

    [Fact]
    public async Task An_outcome_that_is_there_stands_when_its_message_is_dropped()
    {
        await using var app = await TestApp.StartAsync();
        await app.Tables.Users.AddEntityAsync(LedgerRows.Row(LedgerRows.Cleared(1)[0], Outcome.Created, "7"));
        await app.PoisonAsync("m", PoisonReason.RetriesExhausted, 0);

        await app.RunAsync(PoisonTaskKind.Drop);

        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task Many_users_are_dropped_a_few_at_a_time_and_counted_with_one_read()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync($"{Guid.CreateVersion7():N}.000000000.100.0a1b2c3d", PoisonReason.RetriesExhausted, [.. Enumerable.Range(0, 100)]);
        var (running, most) = (0, 0);
        var counted = new Lock();
        app.Tables.Users.Way = async () =>
        {
            lock (counted)
            {
                most = Math.Max(most, ++running);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), app.Time);
            Interlocked.Decrement(ref running);
        };

        var task = await app.RunAsync(PoisonTaskKind.Drop);

        Assert.Equal((1, 100, 100), (task.Messages, task.Users, app.Tables.Users.Rows.Count));
        Assert.InRange(most, 1, 16);
        Assert.Equal(["HubSpotUsers query"], app.Steps.All.Where(step => step is "HubSpotUsers get" or "HubSpotUsers query"));
        Assert.Contains(app.Tables.Requests.Rows, row => row.PartitionKey.StartsWith("tally-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_that_was_sent_back_before_its_message_was_dropped_is_not_sent()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.RetriesExhausted, 0);
        var copy = app.Queues.Poison.Messages[0];
        await app.RunAsync(PoisonTaskKind.Redrive);
        await app.Queues.Poison.SendMessageAsync(copy);

        await app.RunAsync(PoisonTaskKind.Drop);
        await app.HandleUsersAsync();

        Assert.Empty(app.HubSpot.Requests);
        Assert.Equal("Rejected", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task A_corrected_user_is_sent_in_its_place_and_the_others_stay()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.PoisonAsync("m", PoisonReason.Rejected, 2, 5);
        var id = (await app.Get<PoisonIndex>().ReadAsync())[0].Id;

        var task = await CorrectAsync(app, id, """[{"index":5,"properties":{"hs_email":"right@example.com"}}]""");
        await app.HandleUsersAsync();

        Assert.Equal((PoisonTaskState.Done, 1, 1, 0), (task.State, task.Messages, task.Users, task.Skipped));
        Assert.Contains("right@example.com", Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
        Assert.Equal("m-5", Assert.Single(app.Tables.Users.Rows).RowKey);
        var entry = Assert.Single(await app.Get<PoisonIndex>().ReadAsync());
        Assert.Equal((id, 1, 2), (entry.Id, entry.Users, Assert.Single(entry.Indexes)));
        var left = PoisonedMessage.Read(Assert.Single(app.Queues.Poison.Bodies), Batches.Now);
        Assert.Equal(("m", PoisonReason.Rejected, 2), (left.SourceId.Value, left.Reason, Assert.Single(left.Inputs).Index));
        Assert.Equal(1, app.Queues.Poison.Visible);
    }

    [Fact]
    public async Task What_is_left_of_a_host_s_copy_and_no_longer_fits_into_a_message_is_left_in_several()
    {
        await using var app = await TestApp.StartAsync();
        var inputs = string.Join(',', Enumerable.Range(0, 1300).Select(index => PoisonDriver.Json("m", index)));
        await app.Queues.Poison.SendMessageAsync(BinaryData.FromString($$"""{"id":"order-7","inputs":[{{inputs}}]}"""));
        await app.RunAsync(PoisonTaskKind.Scan);
        var id = Assert.Single(await app.Get<PoisonIndex>().ReadAsync()).Id;

        var task = await CorrectAsync(app, id, """[{"index":5,"properties":{"hs_email":"right@example.com"}}]""");

        Assert.Equal((PoisonTaskState.Done, 1, 1, 0), (task.State, task.Messages, task.Users, task.Skipped));
        Assert.Single(app.Queues.Users.Messages);
        List<PoisonedMessage> left = [.. app.Queues.Poison.Bodies.Select(body => PoisonedMessage.Read(body, Batches.Now))];
        Assert.InRange(left.Count, 2, 4);
        Assert.All(left, message => Assert.Equal("order-7", message.SourceId.Value));
        Assert.Equal(Enumerable.Range(0, 1300).Except([5]), left.SelectMany(message => message.Inputs).Select(input => input.Index).Order());
        Assert.Equal(left.Count, (await app.Get<PoisonIndex>().ReadAsync()).Count);
    }

    [Fact]
    public async Task A_message_that_could_not_be_read_is_replaced_by_its_correction()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Otherwise = request => HubSpotResponses.AllCreated(request);
        await app.Get<UserMessageHandler>().HandleAsync(QueueMessages.With("no JSON"), default);
        var entry = Assert.Single(await app.Get<PoisonIndex>().ReadAsync());

        await CorrectAsync(app, entry.Id, """[{"index":0,"properties":{"hs_email":"right@example.com"}}]""");
        await app.HandleUsersAsync();

        Assert.Equal("0b9a3d6c-message-0", Assert.Single(app.Tables.Users.Rows).RowKey);
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task A_correction_of_a_user_that_is_not_there_changes_nothing()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 2);
        var id = (await app.Get<PoisonIndex>().ReadAsync())[0].Id;

        var task = await CorrectAsync(app, id, """[{"index":3,"properties":{"hs_email":"right@example.com"}}]""");

        Assert.Equal((0, 1), (task.Messages, task.Skipped));
        Assert.Empty(app.Queues.Users.Messages);
        Assert.Equal(1, app.Queues.Poison.Visible);
    }

    [Fact]
    public async Task No_value_of_a_corrected_user_is_in_a_table()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var id = (await app.Get<PoisonIndex>().ReadAsync())[0].Id;

        await CorrectAsync(app, id, """[{"index":0,"properties":{"hs_email":"right@example.com"}}]""");

        Assert.DoesNotContain(app.Tables.Poison.Rows.SelectMany(row => row.Select(property => property.Value)), value => value is string text && text.Contains("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_that_a_person_found_is_recorded_as_created_and_leaves_the_message()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0, 1);
        var id = (await app.Get<PoisonIndex>().ReadAsync())[0].Id;

        var task = await MarkAsync(app, id, index: 1);

        var row = Assert.Single(app.Tables.Users.Rows);
        Assert.Equal(("m-1", "Created", "512"), (row.RowKey, row.GetString("Outcome"), row.GetString("HubSpotId")));
        Assert.Equal((1, 0), (task.Users, task.Skipped));
        Assert.Equal(0, Assert.Single(PoisonedMessage.Read(Assert.Single(app.Queues.Poison.Bodies), Batches.Now).Inputs).Index);
    }

    [Fact]
    public async Task A_user_that_a_person_found_keeps_trace_id_content_and_call_and_the_call_ends_with_the_truth()
    {
        await using var app = await TestApp.StartAsync();
        app.HubSpot.Plan(System.Net.HttpStatusCode.BadGateway, "<html/>");
        await app.EndAsync(app.Get<UserMessageHandler>().HandleAsync(
            QueueMessages.With("""{"inputs":[{"objectWriteTraceId":"row-1","properties":{"hs_email":"a@example.com"}},{"properties":{"hs_email":"b@example.com"}}]}""", "m"),
            CancellationToken.None));
        var before = app.Tables.Users.Rows.Single(row => row.RowKey == "m-0");
        var id = (await app.Get<PoisonIndex>().ReadAsync())[0].Id;

        await MarkAsync(app, id, index: 0);

        var row = app.Tables.Users.Rows.Single(row => row.RowKey == "m-0");
        Assert.Equal(("Created", "512", "row-1"), (row.GetString("Outcome"), row.GetString("HubSpotId"), row.GetString("ObjectWriteTraceId")));
        Assert.Equal((before.GetGuid("BatchId"), before.GetString("ContentHash")), (row.GetGuid("BatchId"), row.GetString("ContentHash")));
        var call = Assert.Single(app.Tables.Batches.Rows);
        Assert.Equal(("PartiallySucceeded", 1, 1), (call.GetString("Outcome"), call.GetInt32("Created"), call.GetInt32("Unknown")));
        Assert.Equal("""["512"]""", call.GetString("CreatedIds"));
    }

    [Fact]
    public async Task A_call_that_is_on_record_nowhere_keeps_no_user_from_being_recorded_as_created()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);
        var id = (await app.Get<PoisonIndex>().ReadAsync())[0].Id;
        await app.Tables.Users.AddEntityAsync(new Azure.Data.Tables.TableEntity(LedgerRows.Row(LedgerRows.Cleared(1)[0], Outcome.Unknown)) { ["BatchId"] = new Guid("ffffffff-ffff-7fff-bfff-ffffffffffff") });

        await MarkAsync(app, id, index: 0);

        Assert.Equal("Created", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task A_user_in_a_batch_is_not_recorded_as_created()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Unknown, 0);
        var id = (await app.Get<PoisonIndex>().ReadAsync())[0].Id;
        await app.Tables.Users.AddEntityAsync(HubSpotUsers.Ledger.UserRow.Claim(LedgerRows.Cleared(1)[0], Batches.Id, app.Time.GetUtcNow()));

        var task = await MarkAsync(app, id, index: 0);

        Assert.Equal((0, 1), (task.Messages, task.Skipped));
        Assert.Equal("Pending", Assert.Single(app.Tables.Users.Rows).GetString("Outcome"));
    }

    [Fact]
    public async Task Only_doubt_can_be_settled_by_an_id()
    {
        await using var app = await TestApp.StartAsync();
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);
        var id = (await app.Get<PoisonIndex>().ReadAsync())[0].Id;

        var task = await MarkAsync(app, id, index: 0);

        Assert.Equal((0, 1), (task.Messages, task.Skipped));
        Assert.Empty(app.Tables.Users.Rows);
    }

    private static Task<PoisonTask> CorrectAsync(TestApp app, string id, string inputs) =>
        app.RunAsync(PoisonTaskKind.Correct, task => task with { Filter = new PoisonFilter(Id: id) }, JsonElement.Parse(inputs));

    private static Task<PoisonTask> MarkAsync(TestApp app, string id, int index) => app.RunAsync(
        PoisonTaskKind.MarkCreated,
        task => task with { Filter = new PoisonFilter(Id: id), IsAboutDoubtful = true, Index = index, HubSpotId = "512" });
}
