namespace Infra.Tests.Scripts;

public sealed class DeployTests
{
    private static readonly string[] Steps =
        ["az account show", "az deployment sub what-if", "dotnet publish", "zip", "az deployment sub create", "az deployment sub show", "az functionapp deployment", "curl"];

    [Fact]
    public async Task It_shows_builds_deploys_publishes_and_looks_whether_the_app_is_well()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Steps, result.Steps(Steps));
        Assert.Contains(result.Calls, call => call.StartsWith("az functionapp deployment source config-zip --resource-group rg-hubspot-users-dev --name func-dev --src ", StringComparison.Ordinal));
        Assert.EndsWith(" https://func-dev.example/api/health", result.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_deploys_the_environment_it_was_told_and_names_the_deployment_after_the_commit()
    {
        using var script = new Script("deploy.sh").With("AZURE_LOCATION", "northeurope");

        var result = await script.RunAsync("prod --yes");

        var create = Assert.Single(result.Calls, call => call.StartsWith("az deployment sub create ", StringComparison.Ordinal));
        Assert.Matches("--name hubspot-users-prod-[0-9]{14}-0123456789ab --location northeurope --parameters infra/env/prod.bicepparam ", create);
    }

    [Fact]
    public async Task It_says_how_to_send_the_first_message()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.Contains("az storage message put --auth-mode login --account-name stdatadev --queue-name users --content", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_archive_holds_the_hidden_folder_the_plan_asks_for()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.Contains("./.azurefunctions/function.deps.json", result.Archive);
        Assert.Contains("./host.json", result.Archive);
    }

    [Fact]
    public async Task What_if_only_shows()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --what-if");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["az account show", "az deployment sub what-if"], result.Steps(Steps));
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
        Assert.False(result.Called("az deployment sub create"));
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
    [InlineData("az deployment sub what-if", "Azure would refuse the templates; nothing done")]
    [InlineData("dotnet publish", "the app could not be built; Azure is as it was")]
    [InlineData("zip", "the app could not be packed; Azure is as it was")]
    [InlineData("az deployment sub create", "the templates could not be deployed")]
    [InlineData("az deployment sub show", "the outputs of deployment")]
    [InlineData("az functionapp deployment", "the code could not be published")]
    [InlineData("curl", "infra/rollback.sh dev")]
    public async Task It_stops_at_the_step_that_fails(string step, string said)
    {
        using var script = new Script("deploy.sh").Fail($"{step} *");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("done:", result.Output, StringComparison.Ordinal);
        Assert.Equal(Steps[..(Array.IndexOf(Steps, step) + 1)], result.Steps(Steps));
    }

    [Fact]
    public async Task A_build_that_is_not_for_Azure_is_not_published()
    {
        using var script = new Script("deploy.sh").With("FAKE_BUILD_OF_ANOTHER_SDK", "1");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(".azurefunctions", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("az deployment sub create"));
    }

    [Fact]
    public async Task Infrastructure_alone_needs_no_build_and_says_what_comes_next()
    {
        using var script = new Script("deploy.sh").Without("dotnet").Without("zip").Without("curl");

        var result = await script.RunAsync("dev --infrastructure --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["az account show", "az deployment sub what-if", "az deployment sub create", "az deployment sub show"], result.Steps(Steps));
        Assert.Contains("infra/set-token.sh dev", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--yes")]
    [InlineData("staging")]
    [InlineData("../env/dev")]
    [InlineData("dev prod")]
    [InlineData("dev --force")]
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

    [Fact]
    public async Task A_deployment_of_changes_no_one_committed_says_so()
    {
        using var script = new Script("deploy.sh").Answer("git status *", " M host.json\\n");

        var result = await script.RunAsync("dev --yes");

        Assert.Contains(result.Calls, call => call.StartsWith("az deployment sub create", StringComparison.Ordinal) && call.Contains("-uncommitted ", StringComparison.Ordinal));
    }
}
