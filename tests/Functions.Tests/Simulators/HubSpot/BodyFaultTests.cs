using Simulators.HubSpot.Faults;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class BodyFaultTests
{
    [Theory]
    [InlineData("empty-both-lists-before", "COMPLETE", 0)]
    [InlineData("empty-both-lists-after", "COMPLETE", 2)]
    [InlineData("status-PENDING-before", "PENDING", 0)]
    [InlineData("status-PENDING-after", "PENDING", 2)]
    [InlineData("status-PROCESSING", "PROCESSING", 2)]
    [InlineData("status-CANCELED-before", "CANCELED", 0)]
    [InlineData("status-CANCELLED-before", "CANCELLED", 0)]
    public async Task When_the_response_is_silent_then_it_has_a_status_and_no_results(string fault, string status, int created)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(fault);

        var response = await account.CreateAsync(Inputs(2));

        Assert.Equal(201, response.Status);
        Assert.Equal(status, (string?)response.Json["status"]);
        Assert.Empty(response.Results);
        Assert.Empty(response.Errors);
        Assert.Equal(created, account.Simulator.Journal.TotalCreated);
    }

    [Theory]
    [InlineData("without-trace-ids", 5, 0, 5, 0)]
    [InlineData("repeated-trace-ids", 5, 1, 5, 0)]
    [InlineData("unknown-trace-ids", 5, 5, 5, 0)]
    [InlineData("unknown-fields", 5, 5, 5, 0)]
    [InlineData("missing-input-before", 4, 4, 4, 0)]
    [InlineData("missing-input-after", 4, 4, 5, 0)]
    [InlineData("input-in-both-lists", 5, 5, 5, 1)]
    [InlineData("errors-in-201", 4, 4, 4, 1)]
    [InlineData("one-error-many-inputs", 2, 2, 2, 1)]
    public async Task When_the_lists_are_odd_then_the_users_are_created_as_the_fault_says(
        string fault, int results, int distinctTraceIds, int created, int errors)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(fault);

        var response = await account.CreateAsync(Inputs(5));

        Assert.Equal(results, response.Results.Count);
        Assert.Equal(distinctTraceIds, response.TraceIds.OfType<string>().Distinct().Count());
        Assert.Equal(created, account.Simulator.Journal.TotalCreated);
        Assert.Equal(errors, response.Errors.Count);
    }

    [Fact]
    public async Task When_one_error_names_several_inputs_then_all_their_trace_ids_are_in_its_context()
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add("one-error-many-inputs");

        var response = await account.CreateAsync(Inputs(5));

        Assert.Equal(207, response.Status);
        Assert.Equal(["t1", "t2", "t3"], response.Errors[0]["context"]!["objectWriteTraceId"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public async Task When_the_body_is_huge_then_it_has_the_size_asked_for()
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(new FaultRule("huge-body") { Bytes = 100_000 });

        var response = await account.CreateAsync(Inputs(1));

        Assert.InRange(response.Text.Length, 100_000, 102_000);
    }
}
