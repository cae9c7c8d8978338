using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Functions.Tests.Api.Drivers;
using Functions.Tests.EndToEnd.Builders;
using HubSpotUsers.Ledger;
using Simulators.Storage;

namespace Functions.Tests.Faults;

/// <summary>A person is in rows, in poison and in a message that waits, beside others, when the person asks to be erased.</summary>
[Collection(FaultCollections.Three)]
public sealed class When_a_person_is_erased(FaultEnvironment environment) : FaultTest(environment)
{
    private const string FindKey = "find-key";

    [Fact]
    public async Task Killed_amid_its_work_the_task_goes_on_and_of_the_others_none_is_lost_or_created_twice()
    {
        Environment.Local.KeyVault.SetSecret(FindKey, new string('k', 40));
        Run.Settings["KeyVault__FindKeyName"] = FindKey;
        Run.Settings["Ledger__MessageLease"] = "00:00:04";
        Run.Settings["Poison__SliceTime"] = "00:00:02";
        Run.Settings["Processing__PauseDelay"] = "01:00:00";
        Run.Settings["Processing__ResumeInterval"] = "00:00:02";
        var app = await Run.StartAppAsync();
        using var before = new ApiDriver(app.Address, Environment.Local.FunctionKey);
        var (person, created, refused, waiting) = (TestUser.Next(), TestUser.Next(), TestUser.Next(2), TestUser.Next());
        await Run.SendWithIdAsync("crm-1", person.ToInput(), created.ToInput());
        await Eventually.SeesAsync("two users created and findable", () => CountAsync("HubSpotRequests", "find-"), hashes => hashes is 2);
        await Run.SendWithIdAsync("crm-2", refused[0].ToRejectedInput(), person.ToRejectedInput(), refused[1].ToRejectedInput());
        await Run.Queue.WaitUntilEmptyAsync();
        Assert.Equal(200, (await PostAsync(before, "/pause")).Status);
        await Run.SendWithIdAsync("crm-3", person.ToInput(), waiting.ToInput());
        await Eventually.SeesAsync("the message held", () => CountAsync("HubSpotControl", "held"), held => held is 1);

        var point = Storage.Add(new StorageRule(StorageOperation.UpdateMessage, Run.PoisonQueue, StorageFault.HeldBefore) { Times = 1000 });
        var begun = await PostAsync(before, "/users/erase", new JsonObject { ["uniqueValue"] = person.Email });
        Assert.Equal(202, begun.Status);
        await point.ReachedAsync();
        await app.KillAsync();
        Storage.Clear();
        await Run.EndLeasesAsync();
        var second = await Run.StartAppAsync();
        using var after = new ApiDriver(second.Address, Environment.Local.FunctionKey);
        await Eventually.SeesAsync("the person erased", () => after.GetAsync($"/poison/tasks/{begun.Json["id"]}"), response => (string?)response.Json["state"] is "Done");
        Assert.Equal(200, (await PostAsync(after, "/resume")).Status);
        await Run.Queue.WaitUntilEmptyAsync();
        await Run.SendWithIdAsync("crm-1", person.ToInput(), created.ToInput());
        await Run.Queue.WaitUntilEmptyAsync();

        Assert.Equal(["crm-1-0", "crm-1-1", "crm-3-1"], HubSpot.Journal.Created.Select(record => record.TraceId).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["crm-1-0 Created True", "crm-1-1 Created False", "crm-2-0 Rejected False", "crm-2-1 Rejected True", "crm-2-2 Rejected False", "crm-3-0 Rejected True", "crm-3-1 Created False"],
            await Run.Tables.GetTableClient("HubSpotUsers").QueryAsync<TableEntity>()
                .Select(row => $"{row.RowKey} {row.GetString("Outcome")} {UserRow.IsErased(row)}").OrderBy(text => text, StringComparer.Ordinal).ToListAsync());
        var poison = JsonNode.Parse(Assert.Single(await PoisonAsync()))!["inputs"]!.AsArray();
        Assert.Equal([0, 2], poison.Select(input => (int)input!["index"]!));
        await LeavesNothingAsync(person.Email);
    }

    private static Task<ReceivedResponse> PostAsync(ApiDriver api, string path, JsonObject? body = null) =>
        api.PostAsync(path, new StringContent(body?.ToJsonString() ?? string.Empty, Encoding.UTF8, "application/json"));

    private async Task<int> CountAsync(string table, string prefix) =>
        await Run.Tables.GetTableClient(table).QueryAsync<TableEntity>().CountAsync(row => row.PartitionKey.StartsWith(prefix, StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> PoisonAsync() =>
        [.. (await new QueueClient(Environment.Local.Storage.ConnectionString, Run.PoisonQueue).PeekMessagesAsync(32)).Value.Select(message => message.Body.ToString())];

    /// <summary>Besides what says that the person was erased, nothing anywhere has the address or its hash.</summary>
    private async Task LeavesNothingAsync(string address)
    {
        var erased = await Run.Tables.GetTableClient("HubSpotControl").QueryAsync<TableEntity>(row => row.PartitionKey == "erased").SingleAsync();
        await foreach (var table in Run.Tables.QueryAsync())
        {
            await foreach (var row in Run.Tables.GetTableClient(table.Name).QueryAsync<TableEntity>().Where(row => row.PartitionKey is not "erased"))
            {
                AssertWithout($"{row.PartitionKey} {row.RowKey} {string.Join(' ', row.Select(property => property.Value))}");
            }
        }

        foreach (var message in await PoisonAsync())
        {
            AssertWithout(message);
        }

        Assert.DoesNotContain(Run.Output, line => line.Contains(address, StringComparison.OrdinalIgnoreCase) || line.Contains(erased.RowKey, StringComparison.Ordinal));

        void AssertWithout(string text)
        {
            Assert.DoesNotContain(address, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(erased.RowKey, text, StringComparison.Ordinal);
        }
    }
}
