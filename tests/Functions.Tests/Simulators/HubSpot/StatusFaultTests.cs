using Simulators.HubSpot.Faults;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class StatusFaultTests
{
    public static TheoryData<string, int, int> StatusFaults
    {
        get
        {
            var data = new TheoryData<string, int, int>
            {
                { "gateway-308", 308, 0 },
                { "status-400", 400, 0 },
                { "status-401-expired", 401, 0 },
                { "status-401-invalid", 401, 0 },
                { "gateway-402", 402, 0 },
                { "status-403-missing-scopes", 403, 0 },
                { "status-404", 404, 0 },
                { "status-405", 405, 0 },
                { "gateway-406", 406, 0 },
                { "status-409", 409, 0 },
                { "gateway-410", 410, 0 },
                { "status-413", 413, 0 },
                { "status-415", 415, 0 },
                { "status-423", 423, 0 },
                { "status-429-rolling", 429, 0 },
                { "status-429-secondly", 429, 0 },
                { "status-429-daily", 429, 0 },
                { "gateway-431", 431, 0 },
                { "gateway-451", 451, 0 },
                { "status-477", 477, 0 },
                { "status-525", 525, 0 },
                { "status-526", 526, 0 },
                { "html-200-before", 200, 0 },
                { "html-200-after", 200, 2 },
                { "code-200", 200, 2 },
            };
            foreach (var status in new[] { 500, 502, 503, 504, 521, 522, 523, 524 })
            {
                data.Add($"status-{status}-before", status, 0);
                data.Add($"status-{status}-after", status, 2);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(StatusFaults))]
    public async Task When_a_status_is_planned_then_the_next_call_gets_it_and_the_one_after_does_not(string fault, int status, int created)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(fault);

        var struck = await account.CreateAsync(Inputs(2));
        var createdThen = account.Simulator.Journal.TotalCreated;
        var spared = await account.CreateAsync(Input("other@example.com", "t9"));

        var call = account.Simulator.Journal.Calls[0];
        Assert.Equal(status, struck.Status);
        Assert.Equal(created, createdThen);
        Assert.Equal(fault, call.Fault);
        Assert.Equal(created > 0, call.Applied);
        Assert.Equal(201, spared.Status);
        Assert.True(struck.Headers.ContainsKey("X-HubSpot-RateLimit-Remaining"));
    }

    [Theory]
    [InlineData("status-502-before", null, "text/html")]
    [InlineData("status-500-before", null, "application/json")]
    [InlineData("status-502-before", false, "application/json")]
    public async Task When_a_gateway_responds_then_its_page_is_HTML_unless_the_rule_says_otherwise(string fault, bool? html, string mediaType)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(new FaultRule(fault) { Html = html });

        using var response = await account.Client.GetAsync(new Uri(V3, UriKind.Relative));

        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }
}
