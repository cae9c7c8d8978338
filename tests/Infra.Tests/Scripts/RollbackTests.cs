namespace Infra.Tests.Scripts;

public sealed class RollbackTests
{
    private const string History =
        "hubspot-users-dev-20261103100000-cccccccccccc\\nhubspot-users-dev-20261103090000-cccccccccccc\\n"
        + "hubspot-users-dev-20261102100000-uncommitted\\nhubspot-users-dev-20261101100000-bbbbbbbbbbbb\\nhubspot-users-dev-20261031100000-aaaaaaaaaaaa\\n";

    private static readonly string[] Steps =
        ["az account show", "az deployment sub list", "git worktree add", "dotnet publish", "zip", "az deployment sub show", "az functionapp deployment", "curl"];

    [Fact]
    public async Task It_publishes_the_commit_deployed_before()
    {
        using var script = RollingBack();

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Steps, result.Steps(Steps));
        Assert.Contains(result.Calls, call => call.StartsWith("git worktree add", StringComparison.Ordinal) && call.EndsWith(" bbbbbbbbbbbb", StringComparison.Ordinal));
        Assert.Contains(result.Calls, call => call.StartsWith("dotnet publish ", StringComparison.Ordinal) && call.Contains("/source/src/Functions ", StringComparison.Ordinal));
        Assert.True(result.Called("git worktree remove"));
    }

    [Fact]
    public async Task It_publishes_the_commit_it_was_told()
    {
        using var script = RollingBack();

        var result = await script.RunAsync("dev aaaaaaaaaaaa --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Calls, call => call.StartsWith("git worktree add", StringComparison.Ordinal) && call.EndsWith(" aaaaaaaaaaaa", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Resources_and_settings_stay_as_they_are()
    {
        using var script = RollingBack();

        var result = await script.RunAsync("dev --yes");

        Assert.False(result.Called("az deployment sub create"));
    }

    [Theory]
    [InlineData("az account show", "not logged in")]
    [InlineData("az deployment sub list", "the deployments could not be listed")]
    [InlineData("git worktree add", "")]
    [InlineData("dotnet publish", "the app could not be built; Azure is as it was")]
    [InlineData("zip", "the app could not be packed; Azure is as it was")]
    [InlineData("az deployment sub show", "the outputs of deployment")]
    [InlineData("az functionapp deployment", "the code could not be published")]
    [InlineData("curl", "published but not well either")]
    public async Task It_stops_at_the_step_that_fails(string step, string said)
    {
        using var script = new Script("rollback.sh").Fail($"{step} *").Answer("az deployment sub list *", History);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        Assert.Equal(Steps[..(Array.IndexOf(Steps, step) + 1)], result.Steps(Steps));
    }

    [Fact]
    public async Task A_commit_this_clone_has_not_is_refused()
    {
        using var script = new Script("rollback.sh").Fail("git cat-file *").Answer("az deployment sub list *", History);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("run: git fetch", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("git worktree add"));
    }

    [Theory]
    [InlineData("", "was never deployed")]
    [InlineData("hubspot-users-dev-20261103100000-cccccccccccc\\n", "no earlier commit was deployed")]
    public async Task Without_an_earlier_deployment_there_is_nothing_to_go_back_to(string history, string said)
    {
        using var script = new Script("rollback.sh").Answer("az deployment sub list *", history);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_done_unless_the_environment_is_typed()
    {
        using var script = RollingBack();

        var result = await script.RunAsync("dev", "y\n");

        Assert.Equal(1, result.ExitCode);
        Assert.False(result.Called("git worktree add"));
    }

    private static Script RollingBack() => new Script("rollback.sh").Answer("az deployment sub list *", History);
}
