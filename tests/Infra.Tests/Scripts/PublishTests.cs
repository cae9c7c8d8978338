namespace Infra.Tests.Scripts;

public sealed class PublishTests
{
    private const string Templates = "az deployment group create --resource-group rg-hubspot-users-dev --name hubspot-users-";
    private const string Entry = "az deployment group create --resource-group rg-hubspot-users-dev --name release-";

    [Fact]
    public async Task What_is_published_is_entered_in_the_history_with_its_commit()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.Matches($"^{Entry}[0-9]{{14}}-{Script.Commit[..12]} --template-file infra/release.bicep --parameters revision={Script.Commit} ", result.Calls[^1]);
        Assert.Contains(result.Calls, call => call.StartsWith("dotnet publish ", StringComparison.Ordinal) && call.Contains($" -p:SourceRevisionId={Script.Commit} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_says_how_to_send_the_first_message()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.Contains("az storage message put --auth-mode login --account-name stdatadev --queue-name users --time-to-live -1 --content @message.json", result.Output, StringComparison.Ordinal);
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
    public async Task What_was_packaged_is_published_without_a_build_and_under_its_own_commit()
    {
        const string Promoted = "fedcba9876543210fedcba9876543210fedcba98";
        using var script = new Script("deploy.sh").Without("dotnet").Without("zip").Print("curl *api/health*", Script.Health(Promoted));

        var result = await script.RunAsync($"dev --package {script.Release(Promoted)} --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(result.Calls, call => call.StartsWith("az functionapp deployment source config-zip ", StringComparison.Ordinal) && call.Contains("/release/app.zip ", StringComparison.Ordinal));
        Assert.Contains($"--parameters revision={Promoted} ", result.Calls[^1], StringComparison.Ordinal);
        Assert.True(File.Exists(script.PathOf("release/app.zip")));
    }

    [Fact]
    public async Task A_folder_without_a_package_is_refused()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --package nowhere --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("infra/package.sh nowhere", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Calls);
    }

    [Fact]
    public async Task A_failure_the_Azure_CLI_reports_of_code_that_runs_is_none()
    {
        using var script = new Script("deploy.sh").Fail("az functionapp deployment *");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("published nevertheless", result.Output, StringComparison.Ordinal);
        Assert.StartsWith(Entry, result.Calls[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1111111", 200, "it runs 1.0.0+1111111 and is ready")]
    [InlineData("1111111", 503, "it runs 1.0.0+1111111 and is not ready")]
    [InlineData("", 500, "its health endpoint responds with 500")]
    public async Task A_failed_publish_says_what_the_app_runs(string revision, int status, string said)
    {
        using var script = new Script("deploy.sh").Fail("az functionapp deployment *").Print("curl *api/health*", Script.Health(revision, status));

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"the code was not published: {said}", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called(Entry));
    }

    [Fact]
    public async Task An_old_process_that_responds_well_is_no_success()
    {
        using var script = new Script("deploy.sh").Print("curl *api/health*", Script.Health("1111111"));

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("it runs 1.0.0+1111111 and is ready", result.Output, StringComparison.Ordinal);
        Assert.Equal(36, result.Calls.Count(call => call.StartsWith("curl ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Code_that_is_published_but_not_ready_is_entered_as_such()
    {
        using var script = new Script("deploy.sh").Print("curl *api/health*", Script.Health(Script.Commit, 503));

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("is not ready. Is the token set (infra/set-token.sh dev)? To go back: infra/rollback.sh dev", result.Output, StringComparison.Ordinal);
        Assert.StartsWith("az deployment group create --resource-group rg-hubspot-users-dev --name unwell-", result.Calls[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_is_not_for_Azure_is_not_published()
    {
        using var script = new Script("deploy.sh").With("FAKE_BUILD_OF_ANOTHER_SDK", "1");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(".azurefunctions", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called(Templates));
    }

    [Fact]
    public async Task A_deployment_of_uncommitted_changes_says_so()
    {
        using var script = new Script("deploy.sh").Print("git status *", " M host.json\\n").Print("curl *api/health*", Script.Health("uncommitted-20261127000000"));

        var result = await script.RunAsync("dev --yes");

        Assert.Contains(result.Calls, call => call.StartsWith("dotnet publish ", StringComparison.Ordinal) && call.Contains(" -p:SourceRevisionId=uncommitted-", StringComparison.Ordinal));
        Assert.Contains("it runs 1.0.0+uncommitted-20261127000000", result.Output, StringComparison.Ordinal);
    }
}
