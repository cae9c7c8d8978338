using System.Text;
using Azure.Data.Tables;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>Without a unique property HubSpot creates a second user of whatever is sent twice: only the ledger prevents it.</summary>
[Collection(FaultCollections.Three)]
public sealed class When_poison_is_redriven(FaultEnvironment environment) : FaultTest(environment)
{
    private const int Messages = 40;
    private const int UsersEach = 5;
    private const int Doubtful = 7;
    private const int Load = 300;

    [Fact]
    public async Task Under_load_by_two_tasks_of_which_one_is_killed_amid_its_work_every_user_is_created_once()
    {
        Run.WithoutUniqueProperty();
        Run.Settings["Ledger__IntentLifetime"] = "00:00:15";
        Run.Settings["Poison__SliceTime"] = "00:00:02";
        var app = await Run.StartAppAsync();
        var refused = await PoisonAsync();

        HubSpot.Faults.Clear();
        var point = Storage.Add(new StorageRule(StorageOperation.DeleteMessage, Run.PoisonQueue, StorageFault.HeldBefore) { Times = 1000 });
        using (var api = new ApiDriver(app.Address, Environment.Local.FunctionKey))
        {
            Assert.Equal(202, (await PostAsync(api, "redrive", """{"reason":"Rejected"}""")).Status);
            Assert.Equal(202, (await PostAsync(api, "redrive", """{"all":true}""")).Status);
        }

        await Run.SendAllAsync([.. TestUser.Next(Load).Select(user => user.ToInput())]);
        await point.ReachedAsync();
        await app.KillAsync();
        Storage.Clear();
        await Run.EndLeasesAsync();

        var second = await Run.StartAppAsync();
        using var after = new ApiDriver(second.Address, Environment.Local.FunctionKey);
        var tasks = await Eventually.SeesAsync(
            "both tasks done", () => after.GetAsync("/poison/tasks"), response => response.Each("tasks", "state").All(state => state is "Done"));

        // Users in a batch of the killed process end in doubt, which cannot be resolved here; none of them is sent again.
        var end = await Run.EndAsync();
        Assert.Equal(2, tasks.Each("tasks", "state").Count);
        Assert.Equal((Messages * UsersEach) + Load + Doubtful, end.Facts.Rows.Count);
        Assert.All(end.Facts.Rows, row => Assert.True(row.Outcome is "Created" or "Unknown", row.Outcome));
        Assert.All(end.Facts.Created.CountBy(record => record.TraceId!), pair => Assert.Equal(1, pair.Value));
        Assert.Contains(end.Facts.Rows, row => row.Outcome is "Created" && refused.Contains(row.Key[..row.Key.LastIndexOf('-')]));
        Assert.Equal(["InvalidInput", "Unknown"], end.Facts.Poisoned.Select(input => input.Reason).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Twice_under_load_for_mixed_reasons_doubt_included_and_killed_amid_each_time_every_user_is_created_once()
    {
        Run.Settings["Ledger__IntentLifetime"] = "00:00:15";
        Run.Settings["Poison__SliceTime"] = "00:00:02";
        Run.Settings["HubSpot__UniqueProperty"] = string.Empty;
        await Run.StartAppAsync();
        await PoisonAsync();
        foreach (var _ in Enumerable.Range(0, Messages / 4))
        {
            await Run.PoisonAsync("RetriesExhausted", [.. TestUser.Next(UsersEach).Select(user => user.ToInput())]);
            await Run.PoisonAsync("Expired", [.. TestUser.Next(UsersEach).Select(user => user.ToInput())]);
            await Run.PoisonByHostAsync(TestUser.Next().ToInput());
        }

        // From now on HubSpot can be asked about the users in doubt, some of which it has.
        Run.Settings.Remove("HubSpot__UniqueProperty");
        await Run.KillAsync();
        await Run.EndLeasesAsync();
        HubSpot.Faults.Clear();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var app = await Run.StartAppAsync();
            var point = Storage.Add(new StorageRule(StorageOperation.DeleteMessage, Run.PoisonQueue, StorageFault.HeldBefore) { Times = 1000 });
            using (var api = new ApiDriver(app.Address, Environment.Local.FunctionKey))
            {
                Assert.Equal(202, (await PostAsync(api, "redrive", """{"all":true,"unknown":"send"}""")).Status);
            }

            await Run.SendAllAsync([.. TestUser.Next(Load).Select(user => user.ToInput())]);
            await point.ReachedAsync();
            await app.KillAsync();
            Storage.Clear();
            await Run.EndLeasesAsync();
        }

        var last = await Run.StartAppAsync();
        using var after = new ApiDriver(last.Address, Environment.Local.FunctionKey);
        var tasks = await Eventually.SeesAsync(
            "both tasks done", () => after.GetAsync("/poison/tasks"), response => response.Each("tasks", "state").All(state => state is "Done"));

        var end = await Run.EndAsync();
        Assert.Equal(2, tasks.Each("tasks", "state").Count);
        end.AssertOutcomes(("Created", (Messages * UsersEach) + Doubtful + (Messages / 4 * ((2 * UsersEach) + 1)) + (2 * Load)));
        Assert.All(end.Facts.Poisoned, input => Assert.Equal("InvalidInput", input.Reason));
        Assert.Single(end.Facts.Poisoned);
    }

    [Fact]
    public async Task After_a_pause_users_that_it_held_go_out_when_it_ends_and_not_after_their_delay()
    {
        // Longer than any bound of a test: without the pause's end no message would come back in time.
        Run.Settings["Processing__PauseDelay"] = "01:00:00";
        Run.Settings["Processing__ResumeInterval"] = "00:00:02";
        await SetModeAsync("Pause");
        await Run.StartAppAsync();
        await Run.SendSinglesAndManyAsync(singles: 50, many: 20);
        await Eventually.SeesAsync("all messages held", CountHeldAsync, held => held is 51);

        await SetModeAsync("Run");

        (await Run.EndAsync()).AssertAllCreated();
    }

    /// <summary>Has users refused, one message left in doubt, and one that cannot be sent.</summary>
    /// <returns>The sources of those that were refused.</returns>
    private async Task<HashSet<string>> PoisonAsync()
    {
        var refused = new HashSet<string>(StringComparer.Ordinal);
        HubSpot.Faults.Add("nameless-errors-for-all", times: 1000);
        foreach (var _ in Enumerable.Range(0, Messages))
        {
            refused.Add(await Run.SendAsync([.. TestUser.Next(UsersEach).Select(user => user.ToInput())]));
        }

        await Run.SendAsync(TestUser.Next().ToInvalidInput());
        await Run.Queue.WaitUntilEmptyAsync();
        HubSpot.Faults.Clear();
        HubSpot.Faults.Add("reset-after");
        await Run.SendAsync([.. TestUser.Next(Doubtful).Select(user => user.ToInput())]);
        await Run.Queue.WaitUntilEmptyAsync();
        return refused;
    }

    private static Task<ReceivedResponse> PostAsync(ApiDriver api, string operation, string body) =>
        api.PostAsync($"/poison/{operation}", new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task SetModeAsync(string mode)
    {
        var control = Run.Tables.GetTableClient("HubSpotControl");
        await control.CreateIfNotExistsAsync();
        await control.UpsertEntityAsync(new TableEntity("control", "mode") { ["Mode"] = mode });
    }

    private async Task<int> CountHeldAsync() => await Run.Tables.GetTableClient("HubSpotControl").QueryAsync<TableEntity>(row => row.PartitionKey == "held").CountAsync();
}
