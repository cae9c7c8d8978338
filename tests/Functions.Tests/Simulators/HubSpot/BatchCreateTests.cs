using Simulators.HubSpot;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class BatchCreateTests
{
    [Theory]
    [InlineData(V3)]
    [InlineData(Dated)]
    public async Task When_every_input_is_valid_then_all_are_created_with_their_trace_ids(string root)
    {
        await using var account = await StartAsync();

        var response = await account.CreateAtAsync(root, Inputs(100));

        Assert.Equal(201, response.Status);
        Assert.Equal("COMPLETE", (string?)response.Json["status"]);
        Assert.Null(response.Json["errors"]);
        Assert.Equal(100, response.Results.Count);
        Assert.All(response.Results, result => Assert.Equal($"u{((string)result["objectWriteTraceId"]!)[1..]}@example.com", (string?)result["properties"]!["hs_email"]));
        Assert.Equal(100, response.Results.Select(result => (string)result["id"]!).Distinct().Count());
    }

    [Fact]
    public async Task When_results_are_shuffled_then_they_are_not_in_the_order_of_the_inputs()
    {
        await using var account = await StartAsync();

        var shuffled = await account.CreateAsync(Inputs(20));
        account.Simulator.Reset();
        account.Simulator.Settings = account.Simulator.Settings with { ShuffleResults = false };
        var ordered = await account.CreateAsync(Inputs(20));

        Assert.NotEqual(ordered.TraceIds, shuffled.TraceIds);
        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"t{n}"), ordered.TraceIds);
    }

    [Fact]
    public async Task When_one_input_is_invalid_and_all_have_trace_ids_then_the_others_are_created()
    {
        await using var account = await StartAsync();

        var response = await account.CreateAsync(Input("a@example.com", "t1"), Input("b@example.com", "t2", ("shoe_size", "44")));

        var error = Assert.Single(response.Errors);
        Assert.Equal(207, response.Status);
        Assert.Equal(["t1"], response.TraceIds);
        Assert.Equal(1, (int)response.Json["numErrors"]!);
        Assert.Equal("t2", (string?)error["context"]!["objectWriteTraceId"]![0]);
        Assert.StartsWith(
            """Property values were not valid: [{"isValid":false,"message":"Property \"shoe_size\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"shoe_size",""",
            (string?)error["message"],
            StringComparison.Ordinal);
        Assert.Equal(1, account.Simulator.Journal.TotalCreated);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("t1")]
    public async Task When_trace_ids_are_missing_or_repeated_then_one_invalid_input_fails_the_whole_call(string? secondTraceId)
    {
        await using var account = await StartAsync();

        var response = await account.CreateAsync(Input("a@example.com", "t1"), Input("no address", secondTraceId));

        Assert.Equal(400, response.Status);
        Assert.Equal("VALIDATION_ERROR", response.Category);
        Assert.Contains("INVALID_EMAIL", response.Message, StringComparison.Ordinal);
        Assert.Contains("no address", response.Message, StringComparison.Ordinal);
        Assert.Equal(0, account.Simulator.Journal.TotalCreated);
    }

    [Fact]
    public async Task When_a_value_is_not_an_option_then_the_input_is_refused()
    {
        await using var account = await StartAsync();

        var response = await account.CreateAsync(Input("a@example.com", "t1", ("hs_availability_status", "asleep")));

        Assert.Contains("INVALID_OPTION", (string?)response.Errors[0]["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_user_exists_then_the_conflict_names_it_whatever_the_case_of_its_address()
    {
        await using var account = await StartAsync();
        var id = (string)(await account.CreateAsync(Input("Ann@Example.com"))).Results[0]["id"]!;

        var partial = await account.CreateAsync(Input("ANN@example.com", "t1"), Input("bob@example.com", "t2"));
        var whole = await account.CreateAsync(Input("carl@example.com"), Input("ann@example.com"));

        Assert.Equal(207, partial.Status);
        Assert.Equal("CONFLICT", (string?)partial.Errors[0]["category"]);
        Assert.Equal($"User already exists. Existing ID: {id}", (string?)partial.Errors[0]["message"]);
        Assert.Equal(id, (string?)partial.Errors[0]["context"]!["existingId"]![0]);
        Assert.Equal(409, whole.Status);
        Assert.Equal("CONFLICT", whole.Category);
        Assert.Equal(["ann@example.com", "bob@example.com"], account.Simulator.Journal.Created.Select(user => user.UniqueValue!));
    }

    [Theory]
    [InlineData(TwinHandling.SecondConflicts, 207, 1)]
    [InlineData(TwinHandling.BothCreated, 201, 2)]
    [InlineData(TwinHandling.CallFails, 400, 0)]
    public async Task When_two_inputs_share_a_unique_value_then_the_setting_decides(TwinHandling twins, int status, int created)
    {
        await using var account = await StartAsync(new HubSpotSettings { Twins = twins });

        var response = await account.CreateAsync(Input("a@example.com", "t1"), Input("A@example.com", "t2"));

        Assert.Equal(status, response.Status);
        Assert.Equal(created, account.Simulator.Journal.TotalCreated);
        Assert.Equal(created == 2 ? 1 : 0, account.Simulator.Journal.Summarize().RepeatedUniqueValues);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public async Task When_the_number_of_inputs_is_out_of_range_then_nothing_is_written(int count)
    {
        await using var account = await StartAsync();

        var response = await account.CreateAsync(Inputs(count));

        Assert.Equal(400, response.Status);
        Assert.Equal("VALIDATION_ERROR", response.Category);
        Assert.Equal(0, account.Simulator.Journal.TotalCreated);
        Assert.Equal(count, account.Simulator.Journal.Calls[0].Inputs);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"inputs":[{"associations":[]}]}""")]
    [InlineData("""{"inputs":[{"properties":{}}]}""")]
    [InlineData("""{"inputs":[{"properties":{"hs_email":7},"associations":[]}]}""")]
    [InlineData("""{"inputs":[{"properties":{},"associations":[{"types":[]}]}]}""")]
    [InlineData("""{"inputs":[{"properties":{},"associations":[{"to":{"id":"1"}}]}]}""")]
    [InlineData("""{"inputs":[{"properties":{},"associations":[{"to":{"id":"1"},"types":[{"associationCategory":"OTHER","associationTypeId":1}]}]}]}""")]
    [InlineData("""{"inputs":[{"properties":{},"associations":[{"to":{"id":"1"},"types":[{"associationCategory":"WORK","associationTypeId":"1"}]}]}]}""")]
    public async Task When_the_body_is_malformed_then_the_response_is_400(string body)
    {
        await using var account = await StartAsync();

        var response = await account.PostAsync(V3 + "/batch/create", body);

        Assert.Equal(400, response.Status);
        Assert.Equal("VALIDATION_ERROR", response.Category);
        Assert.Equal(response.Headers["X-HubSpot-Correlation-Id"], (string?)response.Json["correlationId"]);
    }

    [Fact]
    public async Task When_the_content_type_is_not_JSON_then_the_response_is_415()
    {
        await using var account = await StartAsync();

        var response = await account.PostAsync(V3 + "/batch/create", "{}", "text/plain");

        Assert.Equal(415, response.Status);
    }

    [Fact]
    public async Task When_the_body_is_too_large_then_the_response_is_413()
    {
        await using var account = await StartAsync(new HubSpotSettings { MaxRequestBytes = 1000 });

        var response = await account.CreateAsync(Inputs(50));

        Assert.Equal(413, response.Status);
    }

    [Theory]
    [InlineData(RefusalMode.WholeCall, 400)]
    [InlineData(RefusalMode.EachInput, 207)]
    public async Task When_HubSpot_refuses_every_input_then_nothing_is_written(RefusalMode refusal, int status)
    {
        await using var account = await StartAsync(new HubSpotSettings { Refusal = refusal });

        var response = await account.CreateAsync(Inputs(3));

        Assert.Equal(status, response.Status);
        Assert.Equal(0, account.Simulator.Journal.TotalCreated);
    }

    [Theory]
    [InlineData(TraceIdEcho.Omitted, 0)]
    [InlineData(TraceIdEcho.Repeated, 1)]
    public async Task When_trace_ids_are_not_echoed_faithfully_then_the_setting_decides(TraceIdEcho echo, int distinct)
    {
        await using var account = await StartAsync(new HubSpotSettings { TraceIds = echo });

        var response = await account.CreateAsync(Inputs(3));

        Assert.Equal(distinct, response.TraceIds.OfType<string>().Distinct().Count());
    }
}
