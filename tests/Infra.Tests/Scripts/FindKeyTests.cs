namespace Infra.Tests.Scripts;

/// <summary>The key of the hashes by which persons are found (<c>KeyVault:FindKeyName</c>).</summary>
public sealed class FindKeyTests
{
    private const string Show = "az keyvault secret show --vault-name kv-dev --name find-key *";
    private const string Set = "az keyvault secret set --vault-name kv-dev --name find-key --file /dev/stdin --encoding utf-8 --output none";

    [Theory]
    [InlineData("dev --yes")]
    [InlineData("dev --yes --infrastructure")]
    public async Task A_key_that_is_missing_is_made_and_is_on_no_command_line(string arguments)
    {
        using var script = Deployment().FailAtFirst(1, Show, "(SecretNotFound) A secret with (name/id) find-key was not found in this key vault.");

        var result = await script.RunAsync(arguments);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(Set, result.Calls);
        Assert.Matches("^[0-9a-f]{64}$", result.Input);
        Assert.DoesNotContain(result.Input!, result.Output + string.Concat(result.Calls), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_environment_has_a_key_of_its_own()
    {
        using var first = Deployment().FailAtFirst(1, Show, "SecretNotFound");
        using var second = Deployment().FailAtFirst(1, Show, "SecretNotFound");

        Assert.NotEqual((await first.RunAsync("dev --yes --infrastructure")).Input, (await second.RunAsync("dev --yes --infrastructure")).Input);
    }

    [Fact]
    public async Task Tracing_the_script_does_not_show_it()
    {
        using var script = Deployment().FailAtFirst(1, Show, "SecretNotFound").With("SHELLOPTS", "xtrace");

        var result = await script.RunAsync("dev --yes --infrastructure");

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(result.Input!, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_there_stays()
    {
        using var script = Deployment();

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Called("az keyvault secret show"));
        Assert.False(result.Called("az keyvault secret set"));
    }

    [Fact]
    public async Task An_environment_that_names_no_key_gets_none()
    {
        using var script = new Script("deploy.sh");

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Called("az keyvault secret"));
    }

    [Theory]
    [InlineData("(Forbidden) Inner error: ForbiddenByRbac")]
    [InlineData("(Forbidden) Inner error: ForbiddenByConnection")]
    public async Task Whoever_may_not_read_the_vault_deploys_and_is_shown_what_is_missing(string refusal)
    {
        using var script = Deployment().FailAtFirst(1, Show, refusal);

        var result = await script.RunAsync("dev --yes");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("with the role Key Vault Secrets Officer, run: infra/deploy.sh dev --infrastructure", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("az keyvault secret set"));
    }

    [Fact]
    public async Task Looking_at_what_would_change_makes_no_key()
    {
        using var script = Deployment().FailAtFirst(1, Show, "SecretNotFound");

        var result = await script.RunAsync("dev --what-if");

        Assert.False(result.Called("az keyvault secret"));
    }

    private static Script Deployment() => new Script("deploy.sh").WithSetting("KeyVault__FindKeyName", "find-key");
}
