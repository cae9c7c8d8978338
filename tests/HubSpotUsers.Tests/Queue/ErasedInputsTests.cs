using System.Text.Json;
using HubSpotUsers.Ledger;
using HubSpotUsers.Messages;
using HubSpotUsers.Queue;
using HubSpotUsers.Redriving;
using Microsoft.Extensions.Options;
using Testing.Builders;
using Testing.Drivers;
using static Testing.Drivers.ErasureDriver;

namespace HubSpotUsers.Tests.Queue;

/// <summary>Messages that waited while a person in them was erased.</summary>
public sealed class ErasedInputsTests
{
    [Fact]
    public async Task The_person_is_left_out_when_the_message_s_turn_comes_and_the_others_are_created()
    {
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-7", Bert, Ada);
        await app.EraseAsync(await app.PersonAsync(Ada));

        await app.HandleUsersAsync();

        Assert.DoesNotContain(Ada, Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
        Assert.Equal(
            ["crm-7-0 Created ", "crm-7-1 Rejected ERASED"],
            app.Tables.Users.Rows.Select(row => $"{row.RowKey} {row.GetString("Outcome")} {row.GetString("ErrorCategory")}").Order(StringComparer.Ordinal));
        Assert.Empty(app.Queues.Poison.Bodies);
        Assert.Empty(app.Queues.Users.Bodies);
    }

    [Fact]
    public async Task A_process_that_has_read_who_was_erased_looks_again_before_the_task_counts_on_it()
    {
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-6", Bert);
        await app.HandleUsersAsync();
        await app.SendAsync("crm-7", Ada);
        var id = await app.BeginErasingAsync(await app.PersonAsync(Ada));
        var message = (await app.TakeTaskAsync())!;
        await app.EndAsync(app.Get<TaskMessageHandler>().HandleAsync(message, default));
        app.Time.Advance(OptionsOf(app).ErasedAge);

        await app.HandleUsersAsync();

        Assert.Equal(PoisonTaskState.Running, (await app.TaskAsync(id)).State);
        Assert.Single(app.HubSpot.Creates);
    }

    [Fact]
    public async Task Who_comes_again_after_the_decision_is_created()
    {
        await using var app = await StartFindingAsync();
        await app.EraseAsync(await app.PersonAsync(Ada));

        await app.SendAsync("crm-9", Ada);
        await app.HandleUsersAsync();

        Assert.Contains(Ada, Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_that_is_named_by_its_place_is_left_out_whenever_it_comes()
    {
        await using var app = await StartFindingAsync();
        await app.EraseAsync(new Erasure(Source: "crm-7", Index: 1));

        await app.SendAsync("crm-7", Bert, Ada);
        await app.HandleUsersAsync();

        Assert.DoesNotContain(Ada, Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_of_a_request_is_known_by_its_position_there_whichever_message_has_it()
    {
        await using var app = await StartFindingAsync();
        var request = Guid.CreateVersion7(app.Time.GetUtcNow()).ToString("N");
        await app.EraseAsync(new Erasure(Source: request, Index: 101));

        await app.SendAsync($"{request}.000000100.2.0a1b2c3d", Bert, Ada);
        await app.HandleUsersAsync();

        Assert.DoesNotContain(Ada, Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
        Assert.Equal((1, 1), Counts(Assert.Single(app.Tables.Requests.Rows, row => row.PartitionKey == $"tally-{request}")));

        static (int?, int?) Counts(Azure.Data.Tables.TableEntity row) => (row.GetInt32("Created"), row.GetInt32("Rejected"));
    }

    [Fact]
    public async Task A_deferred_user_in_doubt_ends_unknown_and_not_in_poison()
    {
        await using var app = await StartFindingAsync();
        var header = new DeferralHeader(SourceId.OfProducer("crm-7"), app.Time.GetUtcNow(), Attempt: 2, "in doubt", app.Time.GetUtcNow(), TraceParent: null, SentAt: app.Time.GetUtcNow());
        await app.Queues.Users.SendMessageAsync(DeferralEnvelope.Write(header, [new EnvelopeInput(0, null, JsonElement.Parse(User(Ada)))]));
        await app.EraseAsync(await app.PersonAsync(Ada));

        await app.HandleUsersAsync();

        Assert.Empty(app.HubSpot.Requests);
        Assert.Equal(("Unknown", "ERASED"), (Assert.Single(app.Tables.Users.Rows).GetString("Outcome"), app.Tables.Users.Rows[0].GetString("ErrorCategory")));
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task Of_a_message_whose_other_users_are_faulty_the_person_does_not_come_to_poison()
    {
        await using var app = await StartFindingAsync();
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString($$"""{"inputs":[{{User(Ada)}},{"properties":{},"bad":2}]}"""));
        await app.EraseAsync(await app.PersonAsync(Ada));

        await app.HandleUsersAsync();

        Assert.Equal(1, Assert.Single(Assert.Single(await app.Get<PoisonIndex>().ReadAsync()).Indexes));
        Assert.DoesNotContain(app.Everything(), text => text.Contains(Ada, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_message_of_several_events_the_person_s_is_not_made_a_message_that_looks_new()
    {
        await using var app = await StartFindingAsync();
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString($"[{Event("e-1", User(Ada))},{Event("e-2", User(Bert))},{Event("e-3", $$"""{"inputs":[{{User(Ada)}},{{User(Bert)}}]}""")}]"));
        await app.EraseAsync(await app.PersonAsync(Ada));

        await app.HandleUsersAsync();

        Assert.Equal([0, 1], app.Tables.Users.Rows.Select(row => int.Parse(row.RowKey[^1..], System.Globalization.CultureInfo.InvariantCulture)).Order());
        Assert.All(app.Tables.Users.Rows, row => Assert.Equal("Created", row.GetString("Outcome")));
        Assert.DoesNotContain(app.HubSpot.Creates, create => create.Body.Contains(Ada, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_copy_that_comes_to_poison_later_cannot_be_sent_back()
    {
        await using var app = await StartFindingAsync();
        await app.EraseAsync(new Erasure(Source: "m", Index: 0));
        await app.PoisonAsync("m", PoisonReason.Rejected, 0);

        await app.RunAsync(PoisonTaskKind.Redrive);
        await app.HandleUsersAsync();

        Assert.Empty(app.HubSpot.Requests);
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task While_the_vault_does_not_give_the_key_users_wait()
    {
        await using var other = await StartFindingAsync();
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-7", Ada, Bert);
        await app.Get<ErasedUsers>().MarkAsync((await other.PersonAsync(Ada)).Hash!, app.Time.GetUtcNow());
        app.Vault.Others["find-key"] = "too short";

        await app.HandleUsersAsync();
        var deferred = Assert.Single(app.Queues.Users.Bodies).ToString();
        app.Vault.Others["find-key"] = other.Vault.Others["find-key"];
        app.Time.Advance(TimeSpan.FromHours(1));
        await app.HandleUsersAsync();

        Assert.Contains("could not be left out", deferred, StringComparison.Ordinal);
        Assert.DoesNotContain(Ada, Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
        Assert.Empty(app.Queues.Users.Bodies);
    }

    [Fact]
    public async Task While_no_outcome_can_be_recorded_users_wait()
    {
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-7", Ada, Bert);
        await app.EraseAsync(await app.PersonAsync(Ada));
        app.Tables.Users.Fails = _ => StorageFailures.Busy();

        await app.HandleUsersAsync();
        Assert.Empty(app.HubSpot.Creates);
        app.Tables.Users.Fails = null;
        app.Time.Advance(TimeSpan.FromHours(1));
        await app.HandleUsersAsync();

        Assert.DoesNotContain(Ada, Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
        Assert.Empty(app.Queues.Users.Bodies);
    }

    [Fact]
    public async Task While_it_cannot_be_read_who_was_erased_what_was_read_last_holds()
    {
        await using var app = await StartFindingAsync();
        await app.EraseAsync(new Erasure(Source: "crm-7", Index: 0));
        await app.SendAsync("crm-6", Bert);
        await app.HandleUsersAsync();
        app.Tables.Control.Fails = _ => StorageFailures.Unreachable();
        app.Time.Advance(OptionsOf(app).ErasedAge * 2);

        await app.SendAsync("crm-7", Ada, Bert);
        await app.HandleUsersAsync();

        Assert.DoesNotContain(app.HubSpot.Creates, create => create.Body.Contains(Ada, StringComparison.Ordinal));
        Assert.Equal(3, app.Tables.Users.Rows.Count);
    }

    [Fact]
    public async Task What_was_read_before_the_erasure_does_not_hold_until_its_task_has_ended()
    {
        await using var other = await StartFindingAsync();
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-6", Bert);
        await app.HandleUsersAsync();
        app.Tables.Control.Fails = operation => operation is "query" ? StorageFailures.Unreachable() : null;
        await app.SendAsync("crm-7", Ada);
        await app.Get<ErasedUsers>().MarkAsync((await other.PersonAsync(Ada)).Hash!, app.Time.GetUtcNow());
        var ledger = OptionsOf(app);
        app.Time.Advance(ledger.ErasedTime - ledger.UncheckedTime - ledger.IntentLifetime);

        await app.HandleUsersAsync();

        Assert.Single(app.HubSpot.Creates);
        Assert.Contains("could not be left out", Assert.Single(app.Queues.Users.Bodies).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_never_could_read_who_was_erased_defers_its_users_and_loses_none()
    {
        await using var other = await StartFindingAsync();
        await using var app = await StartFindingAsync();
        await app.SendAsync("crm-7", Ada, Bert);
        await app.Get<ErasedUsers>().MarkAsync((await other.PersonAsync(Ada)).Hash!, app.Time.GetUtcNow());

        await HandleBeforeAndAfterTheListCanBeReadAsync(app);

        Assert.DoesNotContain(Ada, Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
        Assert.Equal(2, app.Tables.Users.Rows.Count);
        Assert.Empty(app.Queues.Users.Bodies);
    }

    [Fact]
    public async Task While_it_cannot_be_read_who_was_erased_events_become_messages_that_do_not_look_new()
    {
        await using var other = await StartFindingAsync();
        await using var app = await StartFindingAsync();
        await app.Queues.Users.SendMessageAsync(BinaryData.FromString($"[{Event("e-1", User(Ada))},{Event("e-2", User(Bert))}]"));
        await app.Get<ErasedUsers>().MarkAsync((await other.PersonAsync(Ada)).Hash!, app.Time.GetUtcNow());
        app.Time.Advance(TimeSpan.FromMinutes(1));

        await HandleBeforeAndAfterTheListCanBeReadAsync(app);

        Assert.DoesNotContain(Ada, Assert.Single(app.HubSpot.Creates).Body, StringComparison.Ordinal);
        Assert.Empty(app.Queues.Users.Bodies);
        Assert.Empty(app.Queues.Poison.Bodies);
    }

    [Fact]
    public async Task Without_anyone_erased_a_message_costs_nothing_but_a_look_a_minute()
    {
        await using var app = await StartFindingAsync();
        var looks = 0;
        app.Tables.Control.Fails = operation =>
        {
            looks += operation is "query" ? 1 : 0;
            return null;
        };
        await app.SendAsync("crm-1", Ada);
        await app.HandleUsersAsync();
        var first = looks;

        for (var message = 0; message < 20; message++)
        {
            await app.SendAsync($"crm-2-{message}", Bert);
            await app.HandleUsersAsync();
        }

        Assert.InRange(looks - first, 0, 2);
    }

    /// <summary>Who was erased can be read only after the messages were handled once, and no user was sent.</summary>
    private static async Task HandleBeforeAndAfterTheListCanBeReadAsync(TestApp app)
    {
        app.Tables.Control.Fails = operation => operation is "query" ? StorageFailures.Busy() : null;
        await app.HandleUsersAsync();
        Assert.Empty(app.HubSpot.Creates);

        app.Tables.Control.Fails = null;
        app.Time.Advance(TimeSpan.FromMinutes(1));
        await app.HandleUsersAsync();
    }

    private static string Event(string id, string data) => $$"""{"specversion":"1.0","id":"{{id}}","source":"/hr","type":"user","data":{{data}}}""";

    private static LedgerOptions OptionsOf(TestApp app) => app.Get<IOptions<LedgerOptions>>().Value;
}
