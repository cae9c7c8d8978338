using System.Text.Json.Nodes;
using Simulators.HubSpot;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class RecordedFaultTests
{
    [Theory]
    [InlineData("conflict-without-id", 409, "application/json", "Contact already exists\"")]
    [InlineData("conflict-as-text", 409, "text/plain", "Contact already exists")]
    [InlineData("conflict-as-text-with-id", 409, "text/plain", "Contact already exists. Existing ID: 100001")]
    [InlineData("conflict-of-value-400", 400, "application/json", "propertyName=hs_email, value=u1@example.com} on 987654321. 100001 already has that value.")]
    [InlineData("refusal-without-category", 400, "application/json", "{\"status\":\"error\",\"message\":\"Invalid input JSON on line")]
    [InlineData("refusal-by-index", 400, "application/json", "failureMessages")]
    [InlineData("refusal-of-repeated-ids", 400, "application/json", "Duplicate IDs found in batch input: [")]
    [InlineData("html-400", 400, "text/html", "<html>")]
    [InlineData("status-429-daily-without-policy", 429, "application/json", "DAILY")]
    [InlineData("status-429-reached", 429, "application/json", "RATE-LIMIT_REACHED")]
    [InlineData("status-429-secondly-with-wait", 429, "application/json", "SECONDLY")]
    [InlineData("status-429-rolling-with-absurd-wait", 429, "application/json", "TEN_SECONDLY_ROLLING")]
    [InlineData("unknown-response-before", 200, "application/json", "{\"message\":\"unknown response\"}")]
    public async Task A_refusal_has_its_recorded_form_and_nothing_is_applied(string fault, int status, string mediaType, string expected)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(fault);

        using var body = new StringContent(new JsonObject { ["inputs"] = new JsonArray([.. Inputs(2)]) }.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        using var response = await account.Client.PostAsync(new Uri($"{V3}/batch/create", UriKind.Relative), body);

        Assert.Equal((status, mediaType), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, account.Simulator.Journal.TotalCreated);
    }

    [Theory]
    [InlineData("conflict-of-value-207", 4, 1)]
    [InlineData("conflict-by-code-207", 4, 1)]
    [InlineData("nameless-errors-for-all", 0, 5)]
    [InlineData("nameless-errors-for-some", 3, 2)]
    [InlineData("nameless-errors-too-few", 2, 1)]
    [InlineData("nameless-errors-too-many", 4, 2)]
    [InlineData("trace-ids-in-one-text", 2, 1)]
    [InlineData("trace-id-at-the-top", 4, 1)]
    [InlineData("odd-kinds", 4, 1)]
    public async Task Errors_of_inputs_have_their_recorded_form_and_the_others_are_created(string fault, int created, int errors)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(fault);

        var response = await account.CreateAsync(Inputs(5));

        Assert.Equal(207, response.Status);
        Assert.Equal((created, errors), (response.Results.Count, response.Errors.Count));
        Assert.Equal(created, account.Simulator.Journal.TotalCreated);
    }

    [Theory]
    [InlineData("results-without-marks", null)]
    [InlineData("status-PENDING-with-results", "PENDING")]
    public async Task Odd_results_are_those_of_users_that_were_created(string fault, string? status)
    {
        await using var account = await StartAsync(new HubSpotSettings { ShuffleResults = false });
        account.Simulator.Faults.Add(fault);

        var response = await account.CreateAsync(Inputs(3));

        Assert.Equal(status, (string?)response.Json["status"]);
        Assert.Equal(3, account.Simulator.Journal.TotalCreated);
        Assert.Equal(3, response.Results.Count);
        Assert.Equal(fault is "results-without-marks" ? "u3@example.com" : "u1@example.com", (string?)response.Results[0]["properties"]!["hs_email"]);
    }

    [Fact]
    public async Task Repeated_ids_are_reported_only_of_calls_of_more_than_one()
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add("refusal-of-repeated-ids");

        var alone = await account.CreateAsync(Inputs(1));
        var together = await account.CreateAsync(Input("b@example.com", "t2"), Input("c@example.com", "t3"));

        Assert.Equal([201, 400], new[] { alone.Status, together.Status });
    }

    [Theory]
    [InlineData("12x", null, 1)]
    [InlineData("12", null, 0)]
    [InlineData("12", "13", 1)]
    [InlineData("13", "13", 0)]
    public async Task An_unknown_association_is_refused_by_an_error_that_names_no_input(string target, string? known, int errors)
    {
        await using var account = await StartAsync(new HubSpotSettings { AssociationTargets = known is null ? null : [known] });
        var input = Input("a@example.com", "t1");
        input["associations"] = JsonNode.Parse($$"""[{"to":{"id":"{{target}}"},"types":[{"associationCategory":"HUBSPOT_DEFINED","associationTypeId":1}]}]""");

        var response = await account.CreateAsync(input, Input("b@example.com", "t2"));

        Assert.Equal(errors, response.Errors.Count);
        Assert.All(response.Errors, error => Assert.Equal(($"{target} is not a valid ID", 0), ((string?)error["message"], error["context"]!.AsObject().Count)));
        Assert.Equal(2 - errors, account.Simulator.Journal.TotalCreated);
    }

    [Fact]
    public async Task One_input_with_a_sensitive_property_has_the_call_refused_with_403()
    {
        await using var account = await StartAsync(new HubSpotSettings { SensitiveProperties = ["hs_job_title"] });

        var refused = await account.CreateAsync(Input("a@example.com", "t1"), Input("b@example.com", "t2", ("hs_job_title", "x")));
        var created = await account.CreateAsync(Input("a@example.com", "t1"));

        Assert.Equal((403, "MISSING_SCOPES", 201), (refused.Status, refused.Category, created.Status));
    }

    [Fact]
    public async Task Property_errors_carry_code_and_name_in_207_and_in_400()
    {
        await using var account = await StartAsync();

        var partial = await account.CreateAsync(Input("no-address", "t1"));
        var whole = await account.CreateAsync(Input("no-address"));

        Assert.All(
            [partial.Errors[0]["errors"]![0]!, whole.Json["errors"]![0]!],
            detail => Assert.Equal(("INVALID_EMAIL", "hs_email"), ((string?)detail["code"], (string?)detail["context"]!["propertyName"]![0])));
    }

    [Fact]
    public async Task A_blank_value_is_none_and_blanks_around_one_do_not_tell_it_apart()
    {
        await using var account = await StartAsync(new HubSpotSettings { EmailProperties = [] });

        var response = await account.CreateAsync(Input(" ", "t1"), Input("", "t2"), Input("a@example.com", "t3"), Input(" A@example.com ", "t4"));

        Assert.Equal(3, response.Results.Count);
        Assert.Equal("CONFLICT", (string?)Assert.Single(response.Errors)["category"]);
    }
}
