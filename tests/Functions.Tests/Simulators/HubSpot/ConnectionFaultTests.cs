using System.Text.Json.Nodes;
using Simulators.HubSpot.Faults;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class ConnectionFaultTests
{
    [Theory]
    [InlineData("reset-before", 0)]
    [InlineData("reset-after", 2)]
    [InlineData("truncated-body", 2)]
    public async Task When_the_response_is_lost_then_the_journal_says_so(string fault, int created)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(fault);

        await Assert.ThrowsAsync<HttpRequestException>(() => account.CreateAsync(Inputs(2)));

        var call = Assert.Single(account.Simulator.Journal.Calls);
        Assert.True(call.Lost);
        Assert.Equal(created, call.CreatedIds.Count);
        Assert.Equal(["t1", "t2"], call.TraceIds);
        Assert.Equal(1, account.Simulator.Journal.Summarize().CallsByOutcome["lost"]);
    }

    [Theory]
    [InlineData("hang-before", 0)]
    [InlineData("hang-after", 2)]
    public async Task When_HubSpot_hangs_then_only_the_callers_patience_ends_the_call(string fault, int created)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(fault);
        using var patience = new CancellationTokenSource();
        var body = new JsonObject { ["inputs"] = new JsonArray([.. Inputs(2)]) }.ToJsonString();

        var call = account.PostAsync(V3 + "/batch/create", body, cancellationToken: patience.Token);
        await Eventually.HoldsAsync(() => account.Simulator.Journal.Calls.Count == 1);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(created, account.Simulator.Journal.TotalCreated);
    }

    [Fact]
    public async Task When_a_call_is_applied_late_then_its_users_appear_after_the_response_was_lost()
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(new FaultRule("late-apply") { Delay = TimeSpan.FromSeconds(5) });

        await Assert.ThrowsAsync<HttpRequestException>(() => account.CreateAsync(Inputs(2)));
        var atOnce = account.Simulator.Journal.TotalCreated;
        account.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => account.Simulator.Journal.Calls[0].Applied);

        Assert.Equal(0, atOnce);
        Assert.Equal(2, account.Simulator.Journal.TotalCreated);
    }

    [Fact]
    public async Task When_the_response_drips_then_it_arrives_whole_in_the_end()
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(new FaultRule("drip") { Delay = TimeSpan.FromMilliseconds(1) });

        var create = account.CreateAsync(Inputs(1));
        await Eventually.HoldsAsync(() => create.IsCompleted, () => account.Time.Advance(TimeSpan.FromMilliseconds(1)));

        Assert.Single((await create).Results);
    }
}
