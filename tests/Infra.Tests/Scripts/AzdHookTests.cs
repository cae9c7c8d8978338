namespace Infra.Tests.Scripts;

public sealed class AzdHookTests
{
    private const string Token = "pat-eu1-made-up-for-a-test";

    [Fact]
    public async Task A_vault_without_a_token_gets_one_that_is_on_no_command_line()
    {
        using var script = Hook("azd/token.sh").Fail("az keyvault secret show *").With("TOKEN_FROM_PIPE", "1");

        var result = await script.RunAsync(string.Empty, Token);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Token, result.Input);
        Assert.Contains("az keyvault secret set --vault-name kv-azd --name hubspot-token --file /dev/stdin --encoding utf-8 --output none", result.Calls);
        Assert.DoesNotContain(Token, result.Output + string.Concat(result.Calls), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_there_stays()
    {
        using var script = Hook("azd/token.sh").With("TOKEN_FROM_PIPE", "1");

        var result = await script.RunAsync(string.Empty, Token);

        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Called("az keyvault secret set"));
    }

    [Theory]
    [InlineData("az keyvault secret show *")]
    [InlineData("az account show *")]
    public async Task Without_a_terminal_it_says_what_to_run(string step)
    {
        using var script = Hook("azd/token.sh").Fail(step);

        var result = await script.RunAsync(string.Empty);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("KEY_VAULT_NAME=kv-azd bash infra/azd/token.sh", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 0, "done: 1.0.0+abc is up at https://func-azd.example")]
    [InlineData(503, 1, "it runs 1.0.0+abc and is not ready. Is the token set? KEY_VAULT_NAME=kv-azd")]
    public async Task The_smoke_test_waits_until_the_app_is_ready(int status, int exitCode, string said)
    {
        using var script = Hook("azd/smoke-test.sh").Print("curl * https://func-azd.example/api/health", Script.Health("abc", status));

        var result = await script.RunAsync(string.Empty);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Azd_runs_them()
    {
        var project = Repository.Read("azure.yaml");

        Assert.Contains("  postprovision:\n    posix:\n      shell: sh\n      run: bash infra/azd/token.sh\n      interactive: true\n", project, StringComparison.Ordinal);
        Assert.Contains("  postdeploy:\n    posix:\n      shell: sh\n      run: bash infra/azd/smoke-test.sh\n", project, StringComparison.Ordinal);
    }

    private static Script Hook(string name) => new Script(name).With("KEY_VAULT_NAME", "kv-azd").With("FUNCTION_APP_HOST_NAME", "func-azd.example");
}
