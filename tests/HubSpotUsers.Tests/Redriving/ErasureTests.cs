using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Testing.Builders;
using Testing.Drivers;
using static Testing.Drivers.ErasureDriver;

namespace HubSpotUsers.Tests.Redriving;

/// <summary>What is left of a person who was erased, and of the others.</summary>
public sealed class ErasureTests
{
    [Fact]
    public async Task Of_a_person_whose_user_was_created_a_row_without_anything_of_the_person_is_left()
    {
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-7", Ada, Bert);
        await app.HandleFindableAsync(hashes: 4);
        var before = app.Tables.Users.Rows.ToDictionary(row => row.RowKey, row => row.GetString("HubSpotId"), StringComparer.Ordinal);

        var task = await app.EraseAsync(await app.PersonAsync(" Ada@Example.com"));

        Assert.Equal((PoisonTaskState.Done, 1, 2), (task.State, task.Rows, task.Hashes));
        var row = app.Tables.Users.Rows.Single(row => row.RowKey is "crm-7-0");
        Assert.Equal(
            ["CompletedAt", "Erased", "Outcome", "PartitionKey", "RowKey", "Source", "SourceId", "odata.etag"],
            row.Keys.Except(["Timestamp"], StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal("Created", row.GetString("Outcome"));
        Assert.Equal(before["crm-7-1"], app.Tables.Users.Rows.Single(row => row.RowKey is "crm-7-1").GetString("HubSpotId"));
        Assert.Contains(before["crm-7-1"]!, Assert.Single(app.Tables.Batches.Rows).GetString("CreatedIds"), StringComparison.Ordinal);
        await app.AssertNothingIsLeftAsync(before["crm-7-0"]!);
        Assert.Empty((await app.Get<PersonIndex>().FindAsync(PersonKind.UniqueValue, Ada, 90))!);
        Assert.Empty((await app.Get<PersonIndex>().FindAsync(PersonKind.TraceId, $"of-{Ada}", 90))!);
        Assert.Single((await app.Get<PersonIndex>().FindAsync(PersonKind.UniqueValue, Bert, 90))!);
    }

    [Fact]
    public async Task A_user_that_was_created_is_not_created_again_when_its_message_comes_again()
    {
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-7", Ada);
        await app.HandleFindableAsync(hashes: 2);
        await app.EraseAsync(await app.PersonAsync(Ada));

        await app.SendAsync("crm-7", Ada);
        await app.HandleUsersAsync();

        Assert.Single(app.HubSpot.Creates);
        Assert.Empty(app.Queues.Poison.Bodies);
        await app.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task Of_a_message_of_the_poison_queue_only_the_person_goes()
    {
        await using var app = await StartFindingAsync();
        await app.PoisonUsersAsync(PoisonReason.Rejected, User(Bert), User(Ada), User("carla@example.com"));
        await app.PoisonUsersAsync(PoisonReason.Rejected, User(Ada.ToUpperInvariant()));
        await app.PoisonUsersAsync(PoisonReason.RetriesExhausted, User(Bert));

        var task = await app.EraseAsync(await app.PersonAsync(Ada));

        Assert.Equal((PoisonTaskState.Done, 2, 2, 0), (task.State, task.Messages, task.Users, task.Skipped));
        Assert.Equal([(PoisonReason.Rejected, "0,2"), (PoisonReason.RetriesExhausted, "0")], (await app.Get<PoisonIndex>().ReadAsync()).Select(entry => (entry.Reason, string.Join(',', entry.Indexes))).Order());
        var left = app.Queues.Poison.Bodies.Select(body => PoisonedMessage.Read(body, Batches.Now)).ToList();
        Assert.Equal(["carla@example.com", Bert, Bert], left.SelectMany(message => message.Inputs).Select(input => input.User!.Properties["hs_email"]).OrderByDescending(email => email, StringComparer.Ordinal));
        Assert.Equal(app.Queues.Poison.Bodies.Count, app.Queues.Poison.Visible);
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal(("Rejected", "ERASED"), (row.GetString("Outcome"), row.GetString("ErrorCategory"))));
        await app.AssertNothingIsLeftAsync();
    }

    [Theory]
    [InlineData("""{"properties":{"hs_email":"ada@example.com"},"unknown":1}""")]
    [InlineData("""{"properties":{"HS_EMAIL":"ada@example.com","x":[]}}""")]
    public async Task A_faulty_input_of_the_person_goes_too(string input)
    {
        await using var app = await StartFindingAsync();
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString($$"""{"inputs":[{{input}},{"properties":{},"bad":2}]}"""));
        await app.HandleUsersAsync();

        var task = await app.EraseAsync(await app.PersonAsync(Ada));

        Assert.Equal((PoisonTaskState.Done, 1), (task.State, task.Users));
        Assert.Equal(1, Assert.Single(Assert.Single(await app.Get<PoisonIndex>().ReadAsync()).Indexes));
        await app.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_is_left_and_counted()
    {
        await using var app = await StartFindingAsync();
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString("no JSON, and ada@example.com"));
        await app.HandleUsersAsync();

        var task = await app.EraseAsync(await app.PersonAsync(Ada));

        Assert.Equal((PoisonTaskState.Done, 0, 1), (task.State, task.Messages, task.Skipped));
        Assert.Single(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-7", Ada, Bert);
        await app.HandleFindableAsync(hashes: 4);
        await app.PoisonUsersAsync(PoisonReason.Unknown, User(Ada), User(Bert));
        var before = Content(app);

        var task = await app.EraseAsync(await app.PersonAsync(Ada), isDryRun: true);

        Assert.Equal((PoisonTaskState.Done, 1, 1, 1, 2), (task.State, task.Messages, task.Users, task.Rows, task.Hashes));
        Assert.Equal(before, Content(app));
        Assert.InRange(app.Time.GetUtcNow() - task.DecidedAt, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_user_is_erased_by_its_place_and_others_of_the_same_person_stay()
    {
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-7", Bert, Ada);
        await app.SendAsync("crm-8", Ada);
        await app.HandleFindableAsync(hashes: 6);

        var task = await app.EraseAsync(new Erasure(Source: "crm-7", Index: 1));

        Assert.Equal((PoisonTaskState.Done, 1, 2), (task.State, task.Rows, task.Hashes));
        Assert.Equal(["crm-7-1"], app.Tables.Users.Rows.Where(UserRow.IsErased).Select(row => row.RowKey));
        Assert.Equal(["id-1/crm-8-0"], (await app.Get<PersonIndex>().FindAsync(PersonKind.UniqueValue, Ada, 90))!.Select(key => $"id-1{key[4..]}"));
    }

    [Fact]
    public async Task A_queue_message_s_user_is_found_by_the_message_s_id_whatever_its_day()
    {
        await using var app = await StartFindingAsync();
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString(User(Ada)));
        await app.HandleFindableAsync(hashes: 2);
        var source = Assert.Single(app.Tables.Users.Rows).GetString("SourceId");
        app.Time.Advance(TimeSpan.FromDays(300));

        var task = await app.EraseAsync(new Erasure(Source: source, Index: 0));

        Assert.Equal((1, 2), (task.Rows, task.Hashes));
        await app.AssertNothingIsLeftAsync();
    }

    [Fact]
    public async Task While_a_batch_has_the_user_the_task_waits_for_it()
    {
        await using var app = await StartFindingAsync();
        var input = LedgerRows.Cleared(1)[0];
        var id = await app.BeginErasingAsync(new Erasure(Source: "m", Index: 0));
        await RunUntilAsync(app, id, ErasureStage.Rows);
        await app.Tables.Users.AddEntityAsync(UserRow.Claim(input, Batches.Id, app.Time.GetUtcNow()));

        await HandleTaskAsync(app);
        var waiting = await app.TaskAsync(id);
        await app.Tables.Users.UpsertEntityAsync(LedgerRows.Row(input, Outcome.Created, "77"));
        await app.RunTasksAsync();

        Assert.Equal((PoisonTaskState.Running, 0), (waiting.State, waiting.Rows));
        Assert.Equal((PoisonTaskState.Done, 1), ((await app.TaskAsync(id)).State, (await app.TaskAsync(id)).Rows));
        Assert.Null(Assert.Single(app.Tables.Users.Rows).GetString("HubSpotId"));
    }

    [Fact]
    public async Task An_erasure_that_is_stopped_ends_within_a_minute()
    {
        await using var app = await StartFindingAsync();
        var id = await app.BeginErasingAsync(await app.PersonAsync(Ada));
        await HandleTaskAsync(app);

        await app.Get<PoisonTasks>().StopAsync(id);
        var asked = app.Time.GetUtcNow();
        await app.RunTasksAsync();

        Assert.Equal(PoisonTaskState.Stopped, (await app.TaskAsync(id)).State);
        Assert.InRange(app.Time.GetUtcNow() - asked, TimeSpan.Zero, TimeSpan.FromMinutes(1.1));
    }

    [Fact]
    public async Task While_the_vault_does_not_give_the_key_the_task_waits()
    {
        await using var app = await StartFindingAsync();
        await app.PoisonUsersAsync(PoisonReason.Rejected, User(Ada));
        var person = await app.PersonAsync(Ada);
        await using var other = await StartFindingAsync();
        await other.PoisonUsersAsync(PoisonReason.Rejected, User(Ada));
        other.Vault.Others["find-key"] = "too short";
        var id = await other.BeginErasingAsync(person, isDryRun: true);

        await HandleTaskAsync(other);
        await HandleTaskAsync(other);
        var waiting = await other.TaskAsync(id);
        other.Vault.Others["find-key"] = app.Vault.Others["find-key"];
        await other.RunTasksAsync();

        Assert.False(waiting.IsOver);
        Assert.Equal((PoisonTaskState.Done, 1), ((await other.TaskAsync(id)).State, (await other.TaskAsync(id)).Users));
    }

    [Fact]
    public async Task A_task_s_row_and_log_hold_neither_the_value_nor_its_hash()
    {
        await using var app = await StartFindingAsync();
        await app.PoisonUsersAsync(PoisonReason.Rejected, User(Ada));
        var person = await app.PersonAsync(Ada);

        await app.EraseAsync(person);

        var row = Assert.Single(app.Tables.Poison.Rows, row => row.PartitionKey is "task");
        foreach (var text in row.Select(property => $"{property.Value}").Append(app.Log.Text))
        {
            Assert.DoesNotContain(person.Hash!, text, StringComparison.Ordinal);
            Assert.DoesNotContain("ada@", text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static async Task HandleTaskAsync(TestApp app)
    {
        var message = (await app.TakeTaskAsync())!;
        await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, default));
        await app.Queues.Tasks.DeleteMessageAsync(message.MessageId, message.PopReceipt);
    }

    private static async Task RunUntilAsync(TestApp app, string id, ErasureStage stage)
    {
        while (!Assert.Single(app.Queues.Tasks.Bodies).ToString().Contains($"\"{stage}\"", StringComparison.Ordinal))
        {
            Assert.False((await app.TaskAsync(id)).IsOver);
            await HandleTaskAsync(app);
        }
    }

    /// <summary>What may change with a dry run: its own row, and who goes through the poison queue.</summary>
    private static List<string> Content(TestApp app) => [.. app.Everything().Where(text => !text.StartsWith("HubSpotPoison/task", StringComparison.Ordinal) && !text.StartsWith("HubSpotPoison/lease", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
