namespace Infra.Tests.Scripts;

public sealed class DeployTests
{
    private const string Templates = "az deployment group create --resource-group rg-hubspot-users-dev --name hubspot-users-";
    private const string Entry = "az deployment group create --resource-group rg-hubspot-users-dev --name release-";

    private static readonly string[] Steps =
    [
        "az account show", "az group exists", "az provider list", "az deployment group what-if", "dotnet publish", "zip", Templates,
        "az deployment group show", "az functionapp deployment", "curl", Entry,
    ];

    [Fact]
    public async Task It_shows_builds_deploys_publishes_and_looks_whether_the_app_is_well()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Steps, result.Steps(Steps));
        Assert.Contains(result.Calls, call => call.StartsWith("az functionapp deployment source config-zip --resource-group rg-hubspot-users-dev --name func-dev --src ", StringComparison.Ordinal));
        Assert.Contains(result.Calls, call => call.StartsWith("curl ", StringComparison.Ordinal) && call.EndsWith(" https://func-dev.example/api/health", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_deploys_the_environment_of_its_argument_into_its_group()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("prod --yes");

        var create = Assert.Single(result.Calls, call => call.StartsWith("az deployment group create ", StringComparison.Ordinal) && call.Contains("bicepparam", StringComparison.Ordinal));
        Assert.Matches("--resource-group rg-hubspot-users-prod --name hubspot-users-[0-9]{14} --parameters infra/env/prod.bicepparam ", create);
    }

    [Fact]
    public async Task What_if_only_shows_and_needs_read_rights_only()
    {
        using var script = new Script("deploy.sh").Without("curl").Without("dotnet");

        var result = await script.RunAsync("dev --what-if");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["az account show", "az group exists", "az deployment group what-if"], result.Steps(Steps));
        Assert.EndsWith("--validation-level ProviderNoRbac", result.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_has_Azure_check_its_rights_before_it_changes_anything()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.DoesNotContain(result.Calls, call => call.Contains("--validation-level", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("yes\n")]
    [InlineData("prod\n")]
    public async Task Nothing_is_done_unless_the_environment_is_typed(string typed)
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev", typed);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("not confirmed, nothing done", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called(Templates));
    }

    [Fact]
    public async Task Typing_the_environment_is_a_yes()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev", "dev\n");

        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Called("az functionapp deployment"));
    }

    [Theory]
    [InlineData("az account show", "not logged in; run: az login")]
    [InlineData("az group exists", "could not ask Azure for 'rg-hubspot-users-dev'")]
    [InlineData("az deployment group what-if", "Azure would refuse the templates; nothing done")]
    [InlineData("dotnet publish", "the app could not be built; Azure is as it was")]
    [InlineData("zip", "the app could not be packed; Azure is as it was")]
    [InlineData(Templates, "the templates could not be deployed")]
    [InlineData("az deployment group show", "could not read the outputs of deployment")]
    public async Task It_stops_at_the_step_that_fails(string step, string said)
    {
        using var script = new Script("deploy.sh").Fail($"{step}*");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("done:", result.Output, StringComparison.Ordinal);
        Assert.Equal(Steps[..(Array.IndexOf(Steps, step) + 1)], result.Steps(Steps));
    }

    [Fact]
    public async Task Infrastructure_alone_needs_no_build_and_says_what_comes_next()
    {
        using var script = new Script("deploy.sh").Without("dotnet").Without("zip").Without("curl");

        var result = await script.RunAsync("dev --infrastructure --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["az account show", "az group exists", "az provider list", "az deployment group what-if", Templates, "az deployment group show"], result.Steps(Steps));
        Assert.Contains("infra/set-token.sh dev", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--yes")]
    [InlineData("staging")]
    [InlineData("../env/dev")]
    [InlineData("dev prod")]
    [InlineData("dev --force")]
    [InlineData("dev --package")]
    [InlineData("azd-12345678")]
    public async Task It_refuses_what_it_does_not_understand(string arguments)
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Calls);
        Assert.Contains("deploy.sh:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("az")]
    [InlineData("zip")]
    [InlineData("dotnet")]
    [InlineData("curl")]
    public async Task It_names_a_tool_that_is_missing_before_it_does_anything(string tool)
    {
        using var script = new Script("deploy.sh").Without(tool);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"'{tool}' is needed and not installed", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Calls);
    }
}
