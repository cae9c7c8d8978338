namespace Infra.Tests.Scripts;

public sealed class RollbackTests
{
    private const string History =
        "hubspot-users-20261031095900\\nidentity-2v7x\\nrelease-20261031100000-aaaaaaaaaaaa\\nrelease-20261101100000-bbbbbbbbbbbb\\n"
        + "release-20261102100000-uncommitted\\nhubspot-users-20261103085900\\nrelease-20261103090000-cccccccccccc\\nrelease-20261103100000-cccccccccccc\\n";

    private static readonly string[] Steps =
    [
        "az account show", "az deployment group list", "git worktree add", "dotnet publish", "zip", "az deployment group show", "az functionapp deployment",
        "curl", "az deployment group create",
    ];

    [Fact]
    public async Task It_publishes_the_commit_released_before()
    {
        using var script = RollingBack(History);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Steps, result.Steps(Steps));
        Assert.Equal("bbbbbbbbbbbb", Published(result));
        Assert.Contains(result.Calls, call => call.StartsWith("dotnet publish ", StringComparison.Ordinal) && call.Contains("/source/src/Functions ", StringComparison.Ordinal));
        Assert.Contains(result.Calls, call => call.StartsWith("az deployment group show --resource-group rg-hubspot-users-dev --name hubspot-users-20261103085900 ", StringComparison.Ordinal));
        Assert.True(result.Called("git worktree remove"));
    }

    [Fact]
    public async Task It_asks_for_the_history_of_its_own_environment_only()
    {
        using var script = RollingBack(History);

        var result = await script.RunAsync("dev --yes");

        Assert.All(
            result.Calls.Where(call => call.StartsWith("az deployment ", StringComparison.Ordinal) || call.StartsWith("az functionapp ", StringComparison.Ordinal)),
            call => Assert.Contains(" --resource-group rg-hubspot-users-dev ", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_enters_itself_so_that_a_second_one_goes_one_further_back()
    {
        using var first = RollingBack(History);
        var entry = Assert.Single((await first.RunAsync("dev --yes")).Calls, call => call.StartsWith("az deployment group create ", StringComparison.Ordinal));
        Assert.Matches("--name release-[0-9]{14}-bbbbbbbbbbbb --template-file infra/release.bicep --parameters revision=bbbbbbbbbbbb ", entry);

        using var second = RollingBack($"{History}release-20261104100000-bbbbbbbbbbbb\\n");
        var result = await second.RunAsync("dev --yes");

        Assert.Equal("aaaaaaaaaaaa", Published(result));
    }

    [Theory]
    [InlineData("release-1-aaaaaaaaaaaa release-2-bbbbbbbbbbbb unwell-3-cccccccccccc", "bbbbbbbbbbbb", "from what was not ready to the last that was")]
    [InlineData("release-1-aaaaaaaaaaaa unwell-2-bbbbbbbbbbbb release-3-cccccccccccc", "aaaaaaaaaaaa", "never to what was not ready")]
    [InlineData("release-1-aaaaaaaaaaaa unwell-2-bbbbbbbbbbbb release-3-bbbbbbbbbbbb", "aaaaaaaaaaaa", "what became ready is what runs")]
    [InlineData("release-1-aaaaaaaaaaaa release-2-uncommitted release-3-uncommitted", "aaaaaaaaaaaa", "what was not committed cannot be built again")]
    [InlineData("release-1-aaaaaaaaaaaa release-2-bbbbbbbbbbbb release-3-cccccccccccc release-4-aaaaaaaaaaaa release-5-dddddddddddd", "aaaaaaaaaaaa", "what was gone back from is undone")]
    public async Task It_goes_back_to_what_was_ready(string history, string expected, string because)
    {
        using var script = RollingBack($"hubspot-users-20261031095900\\n{history.Replace(" ", "\\n", StringComparison.Ordinal)}\\n");

        var result = await script.RunAsync("dev --yes");

        Assert.True(expected == Published(result), because);
    }

    [Fact]
    public async Task It_publishes_the_commit_of_its_argument()
    {
        using var script = RollingBack(History);

        var result = await script.RunAsync("dev aaaaaaaaaaaa --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("aaaaaaaaaaaa", Published(result));
    }

    [Fact]
    public async Task Resources_and_settings_stay_as_they_are()
    {
        using var script = RollingBack(History);

        var result = await script.RunAsync("dev --yes");

        Assert.DoesNotContain(result.Calls, call => call.Contains("bicepparam", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("az account show", "not logged in")]
    [InlineData("az deployment group list", "could not list the deployments")]
    [InlineData("git worktree add", "")]
    [InlineData("dotnet publish", "the app could not be built; Azure is as it was")]
    [InlineData("zip", "the app could not be packed; Azure is as it was")]
    [InlineData("az deployment group show", "could not read the outputs of deployment")]
    public async Task It_stops_at_the_step_that_fails(string step, string said)
    {
        using var script = new Script("rollback.sh").Fail($"{step} *").Print("az deployment group list *", History);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        Assert.Equal(Steps[..(Array.IndexOf(Steps, step) + 1)], result.Steps(Steps));
    }

    [Fact]
    public async Task A_commit_this_clone_has_not_is_refused()
    {
        using var script = new Script("rollback.sh").Fail("git rev-parse *").Print("az deployment group list *", History);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("run: git fetch", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("git worktree add"));
    }

    [Fact]
    public async Task Nothing_of_a_commit_that_is_not_on_the_branch_is_built()
    {
        using var script = RollingBack(History).With("ONLY_FROM", "origin/main").Fail("git merge-base --is-ancestor *");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not on origin/main", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("git worktree add"));
    }

    [Theory]
    [InlineData("", "nothing was published to 'dev' yet")]
    [InlineData("hubspot-users-20261103085900\\n", "nothing was published to 'dev' yet")]
    [InlineData("release-20261103100000-cccccccccccc\\n", "there is no earlier release")]
    [InlineData("release-20261103090000-uncommitted\\nrelease-20261103100000-cccccccccccc\\n", "there is no earlier release")]
    public async Task Without_an_earlier_release_there_is_nothing_to_go_back_to(string history, string said)
    {
        using var script = new Script("rollback.sh").Print("az deployment group list *", history);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_done_unless_the_environment_is_typed()
    {
        using var script = RollingBack(History);

        var result = await script.RunAsync("dev", "y\n");

        Assert.Equal(1, result.ExitCode);
        Assert.False(result.Called("git worktree add"));
    }

    /// <summary>The clone knows these commits, and the app reports each that is published.</summary>
    private static Script RollingBack(string history)
    {
        var script = new Script("rollback.sh").Print("az deployment group list *", history);
        string[] commits = ["aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc", "dddddddddddd"];
        foreach (var commit in commits)
        {
            script.Print($"git rev-parse *{commit}*", $"{commit}\\n");
        }

        return script.Print("curl *api/health*", Script.Health(string.Concat(commits)));
    }

    private static string Published(ScriptResult result) =>
        Assert.Single(result.Calls, call => call.StartsWith("git worktree add", StringComparison.Ordinal)).Split(' ')[^1];
}
