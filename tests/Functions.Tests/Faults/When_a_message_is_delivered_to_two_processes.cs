using Functions.Tests.EndToEnd.Builders;

namespace Functions.Tests.Faults;

[Collection(FaultCollections.Two)]
public sealed class When_a_message_is_delivered_to_two_processes(FaultEnvironment environment) : FaultTest(environment)
{
    [Fact]
    public async Task Because_its_lease_ended_while_the_call_hung_every_user_is_created_once()
    {
        Slowly();
        await Run.SendSinglesAndManyAsync(singles: 3, many: 20);
        await Run.StartAppAsync();
        await Eventually.HoldsAsync("a call", () => HubSpot.Journal.TotalCalls > 0);
        await Run.EndLeasesAsync();

        await Run.StartAppAsync(isDirect: true);

        var end = await Run.EndAsync();
        end.AssertAllCreated();
    }

    [Fact]
    public async Task Because_all_leases_ended_and_nothing_tells_users_apart_every_user_is_created_once()
    {
        Run.WithoutUniqueProperty();
        Slowly();
        await Run.SendSinglesAndManyAsync(singles: 3, many: 20);
        await Run.StartAppAsync();
        await Eventually.HoldsAsync("a call", () => HubSpot.Journal.TotalCalls > 0);
        await Run.EndLeasesAsync();

        await Run.StartAppAsync();

        (await Run.EndAsync()).AssertAllCreated();
    }

    [Fact]
    public async Task Because_its_producer_sent_it_twice_every_user_is_created_once()
    {
        foreach (var order in Enumerable.Range(0, 25))
        {
            var inputs = TestUser.Next(3).Select(user => user.ToInput()).ToList();
            await Run.SendWithIdAsync($"order:{order}", inputs.Select(input => input.DeepClone().AsObject()));
            await Run.SendWithIdAsync($"order:{order}", inputs);
        }

        await Task.WhenAll(Run.StartAppAsync(), Run.StartAppAsync());

        (await Run.EndAsync()).AssertAllCreated();
    }

    [Fact]
    public async Task Because_its_producer_sent_it_twice_and_nothing_tells_users_apart_every_user_is_created_once()
    {
        Run.WithoutUniqueProperty();
        Run.Settings["Ledger__IntentLifetime"] = "00:00:30";
        Run.Settings["HubSpot__RequestTimeout"] = "00:00:20";
        HubSpot.Settings = HubSpot.Settings with { LatencyMin = TimeSpan.FromSeconds(0.5), LatencyMax = TimeSpan.FromSeconds(1) };
        foreach (var order in Enumerable.Range(0, 25))
        {
            var inputs = TestUser.Next(3).Select(user => user.ToInput()).ToList();
            await Run.SendWithIdAsync($"order:{order}", inputs.Select(input => input.DeepClone().AsObject()));
            await Run.SendWithIdAsync($"order:{order}", inputs);
        }

        await Task.WhenAll(Run.StartAppAsync(), Run.StartAppAsync());

        (await Run.EndAsync()).AssertAllCreated();
    }

    /// <summary>HubSpot takes longer than the lease that the app counts on, and less than a batch may take.</summary>
    private void Slowly()
    {
        Run.Settings["Ledger__MessageLease"] = "00:00:02";
        Run.Settings["Ledger__IntentLifetime"] = "00:00:30";
        Run.Settings["HubSpot__RequestTimeout"] = "00:00:20";
        HubSpot.Settings = HubSpot.Settings with { LatencyMin = TimeSpan.FromSeconds(4), ApplyAfterLatency = true };
    }
}
