using Simulators.HubSpot.Faults;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class FaultRuleTests
{
    [Fact]
    public async Task When_a_rule_names_its_target_call_and_header_then_only_that_call_is_struck()
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(new FaultRule("status-429-rolling")
        {
            Target = FaultTarget.BatchRead,
            FromCall = 2,
            RetryAfter = TimeSpan.FromSeconds(7),
        });

        var create = await account.CreateAsync(Inputs(1));
        var first = await account.ReadAsync(V3, null, "100001");
        var second = await account.ReadAsync(V3, null, "100001");
        var third = await account.ReadAsync(V3, null, "100001");

        Assert.Equal([201, 200, 429, 200], new[] { create, first, second, third }.Select(response => response.Status));
        Assert.Equal("7", second.Headers["Retry-After"]);
        Assert.Empty(account.Simulator.Faults.Rules);
    }

    [Fact]
    public async Task When_two_rules_are_planned_then_the_second_counts_the_calls_the_first_strikes()
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add("status-500-before", times: 1, FaultTarget.Any);
        account.Simulator.Faults.Add(new FaultRule("status-423") { FromCall = 3 });

        var statuses = new List<int>();
        for (var call = 0; call < 4; call++)
        {
            statuses.Add((await account.GetAsync(V3)).Status);
        }

        Assert.Equal([500, 200, 423, 200], statuses);
    }

    [Fact]
    public async Task When_a_rule_has_a_probability_then_it_strikes_some_calls_and_stays()
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(new FaultRule("status-503-before") { Probability = 0.5 });

        var statuses = new List<int>();
        for (var call = 0; call < 40; call++)
        {
            statuses.Add((await account.GetAsync(V3)).Status);
        }

        Assert.InRange(statuses.Count(status => status == 503), 8, 32);
        Assert.Single(account.Simulator.Faults.Rules);
    }

    [Fact]
    public async Task When_a_name_is_unknown_then_the_plan_refuses_it_and_lists_the_names()
    {
        await using var account = await StartAsync();

        var exception = Assert.Throws<ArgumentException>(() => account.Simulator.Faults.Add("no-such-fault"));

        Assert.Contains("status-500-before", exception.Message, StringComparison.Ordinal);
    }
}
