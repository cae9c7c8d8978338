namespace Infra.Tests.Scripts;

public sealed class FirstDeploymentTests
{
    private const string Templates = "az deployment group create --resource-group rg-hubspot-users-dev --name hubspot-users-";

    [Fact]
    public async Task Missing_resource_providers_are_registered_and_waited_for_before_Azure_is_asked()
    {
        using var script = new Script("deploy.sh").Print("az provider list *", "Microsoft.Storage\\nmicrosoft.insights\\nMicrosoft.Web\\nMicrosoft.KeyVault\\nMicrosoft.ManagedIdentity\\nMicrosoft.OperationalInsights\\n");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(
            ["az provider register --namespace Microsoft.App --wait --output none", "az provider register --namespace Microsoft.Network --wait --output none", "az deployment group what-if"],
            result.Steps("az provider register --namespace Microsoft.App --wait --output none", "az provider register --namespace Microsoft.Network --wait --output none", "az deployment group what-if"));
        Assert.Contains("registering resource provider Microsoft.App", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_register_a_provider_is_shown_what_an_owner_must_run()
    {
        using var script = new Script("deploy.sh").Print("az provider list *", "Microsoft.Web\\n").Fail("az provider register *");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("az provider register --namespace Microsoft.App --wait", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called(Templates));
    }

    [Fact]
    public async Task Who_may_not_list_providers_deploys_all_the_same()
    {
        using var script = new Script("deploy.sh").Fail("az provider list *");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("cannot be listed", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("West Europe", "westeurope")]
    [InlineData("NorthEurope", "northeurope")]
    [InlineData(null, "westeurope")]
    public async Task The_first_deployment_makes_the_group_in_the_region_however_it_is_spelled(string? region, string normalised)
    {
        using var script = new Script("deploy.sh").Print("az group exists *", "false\\n");
        if (region is not null)
        {
            script.With("AZURE_LOCATION", region);
        }

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"az group create --name rg-hubspot-users-dev --location {normalised} --output none", result.Calls);
        Assert.False(result.Called("az deployment group what-if"));
    }

    [Fact]
    public async Task An_environment_stays_in_its_region()
    {
        using var script = new Script("deploy.sh").With("AZURE_LOCATION", "northeurope");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is in westeurope, but AZURE_LOCATION is northeurope", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called(Templates));
    }

    [Fact]
    public async Task A_vault_held_by_soft_delete_is_named_with_the_ways_out()
    {
        using var script = new Script("deploy.sh").Print("az group exists *", "false\\n").Print("az keyvault list-deleted */resourceGroups/rg-hubspot-users-dev/*", "kv-held\\n");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("az keyvault recover --name kv-held", result.Output, StringComparison.Ordinal);
        Assert.Contains("az keyvault purge --name kv-held", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("az group create"));
    }

    [Theory]
    [InlineData("dev --yes")]
    [InlineData("prod --what-if")]
    public async Task An_environment_whose_alerts_have_no_recipient_is_refused(string arguments)
    {
        using var script = new Script("deploy.sh").WithoutRecipients();

        var result = await script.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("would have no recipient; set alertEmail in infra/env/", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Calls);
    }
}
