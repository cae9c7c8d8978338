using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Functions.Tests.EndToEnd.Builders;
using Simulators.HubSpot.Faults;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>Queue and tables fail at one step; what was sent is done all the same, and no user is created twice.</summary>
public sealed class When_storage_fails(When_storage_fails.App app) : IClassFixture<When_storage_fails.App>
{
    /// <summary>The SDK's own attempts at one call.</summary>
    private const int Attempts = 4;

    /// <summary>How many messages a case sends.</summary>
    private const int Messages = 2;

    public static TheoryData<string> Steps => ["intent", "claim", "rows", "batch row", "removal of the intent", "poison", "deferral", "delete", "reading the ledger", "reading intents"];

    public static TheoryData<string> WrittenSteps => ["intent", "claim", "rows", "batch row", "removal of the intent", "poison", "deferral"];

    [Theory]
    [MemberData(nameof(Steps))]
    public Task By_losing_a_response(string step) => CheckAsync([Rule(step, StorageFault.ResponseLost)]);

    [Theory]
    [MemberData(nameof(WrittenSteps))]
    public Task By_being_busy_for_longer_than_is_tried(string step) => CheckAsync([Rule(step, StorageFault.Refused(503, "ServerBusy")) with { Times = Attempts }]);

    [Theory]
    [InlineData("intent")]
    [InlineData("claim")]
    [InlineData("rows")]
    public Task By_losing_responses_for_longer_than_is_tried(string step) => CheckAsync([Rule(step, StorageFault.ResponseLost) with { Times = Attempts }]);

    [Fact]
    public Task By_returning_500_once_at_every_step() => CheckAsync([.. Steps.Select(step => Rule(step.Data, StorageFault.Refused(500, "InternalError")))]);

    [Fact]
    public Task By_breaking_the_connection_before_every_step() => CheckAsync([.. Steps.Select(step => Rule(step.Data, StorageFault.CutBefore))]);

    [Fact]
    public Task By_breaking_the_connection_after_every_step() => CheckAsync([.. Steps.Select(step => Rule(step.Data, StorageFault.CutAfter))]);

    [Fact]
    public Task By_not_responding_at_every_step() => CheckAsync([.. Steps.Select(step => Rule(step.Data, StorageFault.TimedOut(TimeSpan.FromSeconds(1))))]);

    [Theory]
    [InlineData(404, "MessageNotFound")]
    [InlineData(400, "PopReceiptMismatch")]
    public Task By_refusing_to_delete_messages(int status, string code) =>
        CheckAsync([Rule("delete", StorageFault.Refused(status, code)) with { Times = Messages }], endsLeases: true);

    [Fact]
    public async Task With_a_conflict_of_a_row_that_a_sweeper_wrote_the_better_knowledge_stands()
    {
        var run = app.Begin();
        var point = app.Storage.Add(Rule("rows", StorageFault.HeldBefore));
        var sourceId = await run.SendAsync([.. TestUser.Next(3).Select(user => user.ToInput())]);
        await point.ReachedAsync();

        var intent = await run.Tables.GetTableClient("HubSpotIntents").QueryAsync<TableEntity>().SingleAsync(row => row.GetString("Inputs").Contains(sourceId, StringComparison.Ordinal));
        var partition = JsonNode.Parse(intent.GetString("Inputs"))![0]!["Partition"]!.GetValue<string>();
        await run.Tables.GetTableClient("HubSpotUsers").AddEntityAsync(new TableEntity(partition, $"{sourceId}-1") { ["Outcome"] = "Unknown", ["SourceId"] = sourceId, ["Swept"] = true });
        point.Release();

        (await run.EndAsync()).AssertAllCreated();
    }

    [Fact]
    public async Task With_a_conflict_of_a_claim_that_changed_meanwhile_every_user_is_created_once()
    {
        var run = app.Begin();
        var point = app.Storage.Add(Rule("rows", StorageFault.HeldBefore));
        var id = $"order:{Guid.NewGuid():N}";
        await run.SendWithIdAsync(id, TestUser.Next(3).Select(user => user.ToInput()));
        await point.ReachedAsync();

        var users = run.Tables.GetTableClient("HubSpotUsers");
        var claim = await users.QueryAsync<TableEntity>($"RowKey eq '{id}-1'").SingleAsync();
        await users.UpdateEntityAsync(claim, claim.ETag, TableUpdateMode.Replace);
        point.Release();

        (await run.EndAsync()).AssertAllCreated();
    }

    private async Task CheckAsync(IReadOnlyList<StorageRule> rules, bool endsLeases = false)
    {
        var run = app.Begin();
        List<StoragePoint> points = [.. rules.Select(app.Storage.Add)];
        if (rules.Any(rule => rule.Name == run.Queue.Name))
        {
            app.HubSpot.Faults.Add(new FaultRule("status-429-daily") { RetryAfter = TimeSpan.FromSeconds(1) });
        }

        await run.SendWithIdAsync($"order:{Guid.NewGuid():N}", TestUser.Next(3).Select(user => user.ToInput()));
        await run.SendAsync([.. TestUser.Next(3).Select(user => user.ToInput()), TestUser.Next().ToRejectedInput()]);

        if (endsLeases)
        {
            // The listener does not retry, so that the messages come back when their leases end.
            await Eventually.HoldsAsync("struck calls", () => points.TrueForAll(point => point.Strikes == point.Rule.Times));
            await run.EndLeasesAsync();
        }

        var end = await run.EndAsync();
        end.AssertOutcomes(("Created", 6), ("Rejected", 1));
        Assert.Equal(6, end.Facts.Created.Count);
        Assert.All(points, point => Assert.True(point.Strikes > 0, $"{point.Rule.Operation} {point.Rule.Name}"));
    }

    private StorageRule Rule(string step, StorageFault fault) => step switch
    {
        "intent" => new(StorageOperation.WriteRow, "HubSpotIntents", fault),
        "claim" => new(StorageOperation.Transaction, "HubSpotUsers", fault) { Where = IsClaim },
        "rows" => new(StorageOperation.Transaction, "HubSpotUsers", fault) { Where = call => !IsClaim(call) },
        "batch row" => new(StorageOperation.WriteRow, "HubSpotBatches", fault),
        "removal of the intent" => new(StorageOperation.DeleteRow, "HubSpotIntents", fault),
        "poison" => new(StorageOperation.PutMessage, app.Run.PoisonQueue, fault),
        "deferral" => new(StorageOperation.PutMessage, app.Run.Queue.Name, fault),
        "delete" => new(StorageOperation.DeleteMessage, app.Run.Queue.Name, fault),
        "reading the ledger" => new(StorageOperation.ReadRows, "HubSpotUsers", fault),
        "reading intents" => new(StorageOperation.ReadRows, "HubSpotIntents", fault),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
    };

    private static bool IsClaim(StorageCall call) => call.Text.Contains("\"Pending\"", StringComparison.Ordinal);

    public sealed class App : FaultApp;
}
