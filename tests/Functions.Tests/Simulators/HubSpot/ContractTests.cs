using Functions.Tests.Contracts;
using Simulators.HubSpot;
using Simulators.HubSpot.Faults;
using static Functions.Tests.Simulators.HubSpot.SimulatedAccount;

namespace Functions.Tests.Simulators.HubSpot;

public sealed class ContractTests
{
    private const string Batch = "BatchResponseSimplePublicObject";
    private const string BatchWithErrors = "BatchResponseSimplePublicObjectWithErrors";

    public static TheoryData<string> Roots => [V3, Dated];

    public static TheoryData<string, string> RefusingFaults => new(
        from root in new[] { V3, Dated }
        from fault in FaultCatalogue.All
        where fault.Name.StartsWith("status-4", StringComparison.Ordinal) || fault.Name == "status-500-before"
        select (root, fault.Name));

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task Created_users_fit_the_schema(string root)
    {
        await using var account = await StartAsync();

        var response = await account.CreateAtAsync(root, Inputs(3));

        Assert.Equal(201, response.Status);
        Assert.Empty(await SchemasOf(root).ValidateAsync(Batch, response.Text));
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task Partial_success_fits_the_schema(string root)
    {
        await using var account = await StartAsync();
        await account.CreateAtAsync(root, Input("a@example.com"));

        var response = await account.CreateAtAsync(root, Input("a@example.com", "t1"), Input("no-address", "t2"), Input("b@example.com", "t3"));

        Assert.Equal(207, response.Status);
        Assert.Empty(await SchemasOf(root).ValidateAsync(BatchWithErrors, response.Text));
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task Read_back_users_fit_the_schema(string root)
    {
        await using var account = await StartAsync();
        await account.CreateAtAsync(root, Inputs(2));

        var found = await account.ReadAsync(root, "hs_email", "u1@example.com");
        var mixed = await account.ReadAsync(root, "hs_email", "u1@example.com", "u9@example.com");

        Assert.Equal([200, 207], new[] { found.Status, mixed.Status });
        Assert.Empty(await SchemasOf(root).ValidateAsync(Batch, found.Text));
        Assert.Empty(await SchemasOf(root).ValidateAsync(BatchWithErrors, mixed.Text));
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task Single_users_and_lists_fit_the_schema(string root)
    {
        await using var account = await StartAsync();
        var created = await account.CreateAtAsync(root, Inputs(3));

        var user = await account.GetAsync($"{root}/{(string)created.Results[0]["id"]!}?properties=hs_email");
        var list = await account.GetAsync($"{root}?limit=2");

        Assert.Empty(await SchemasOf(root).ValidateAsync("SimplePublicObjectWithAssociations", user.Text));
        Assert.Empty(await SchemasOf(root).ValidateAsync("CollectionResponseSimplePublicObjectWithAssociationsForwardPaging", list.Text));
        Assert.NotNull(list.Json["paging"]);
    }

    [Theory]
    [MemberData(nameof(RefusingFaults))]
    public async Task Refusals_fit_the_schema(string root, string fault)
    {
        await using var account = await StartAsync();
        account.Simulator.Faults.Add(fault);

        var response = await account.CreateAtAsync(root, Inputs(1));

        Assert.Empty(await SchemasOf(root).ValidateAsync("Error", response.Text));
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public async Task A_refusal_of_the_limit_fits_the_schema(string root)
    {
        await using var account = await StartAsync(new HubSpotSettings { DailyLimit = 1 });
        await account.GetAsync(root);

        var response = await account.GetAsync(root);

        Assert.Equal(429, response.Status);
        Assert.Empty(await SchemasOf(root).ValidateAsync("Error", response.Text));
    }

    [Fact]
    public async Task A_response_without_results_does_not_fit_the_schema()
    {
        var faults = await OpenApiSchemas.V3.ValidateAsync(Batch, """{"status":"DONE","startedAt":"2026-11-02T09:00:00Z","completedAt":"2026-11-02T09:00:00Z"}""");

        Assert.Equal(2, faults.Count);
    }

    private static OpenApiSchemas SchemasOf(string root) => root == V3 ? OpenApiSchemas.V3 : OpenApiSchemas.Dated;
}
