namespace Infra.Tests.Scripts;

public sealed class SetTokenTests
{
    private const string Token = "pat-eu1-made-up-for-a-test";

    [Theory]
    [InlineData(Token)]
    [InlineData(Token + "\n")]
    [InlineData(Token + "\r\n")]
    public async Task The_token_reaches_the_vault_as_it_is(string typed)
    {
        using var script = new Script("set-token.sh");

        var result = await script.RunAsync("dev", typed);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Token, result.Input);
        Assert.Contains("az keyvault secret set --vault-name kv-dev --name hubspot-token --file /dev/stdin --encoding utf-8 --output none", result.Calls);
    }

    [Fact]
    public async Task The_token_is_on_no_command_line_and_not_shown()
    {
        using var script = new Script("set-token.sh").Fail("az keyvault secret set *");

        var result = await script.RunAsync("dev", Token);

        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain(result.Calls, call => call.Contains(Token, StringComparison.Ordinal));
        Assert.DoesNotContain(Token, result.Output, StringComparison.Ordinal);
        Assert.Contains("Key Vault Secrets Officer", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task A_role_that_does_not_work_yet_is_waited_for(int times)
    {
        using var script = new Script("set-token.sh").FailAtFirst(times, "az keyvault secret set *", "(Forbidden) Caller is not authorized. Inner error: ForbiddenByRbac");

        var result = await script.RunAsync("dev", Token);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(times, result.Calls.Count(call => call == "sleep 30"));
        Assert.Equal(string.Concat(Enumerable.Repeat(Token, times + 1)), result.Input);
        Assert.DoesNotContain(Token, result.Output + string.Concat(result.Calls), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ForbiddenByRbac", 10)]
    [InlineData("ForbiddenByConnection", 0)]
    [InlineData("The token has expired; run: az login", 0)]
    public async Task What_waiting_does_not_help_ends_with_what_the_vault_said(string reason, int waits)
    {
        using var script = new Script("set-token.sh").FailAtFirst(100, "az keyvault secret set *", reason);

        var result = await script.RunAsync("dev", Token);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(waits, result.Calls.Count(call => call == "sleep 30"));
        Assert.Contains(reason, result.Output, StringComparison.Ordinal);
        Assert.Contains("Key Vault Secrets Officer", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tracing_the_script_does_not_show_the_token()
    {
        using var script = new Script("set-token.sh").With("SHELLOPTS", "xtrace");

        var result = await script.RunAsync("dev", Token);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(Token, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("two words\n")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://kv.example/secrets/x)\n")]
    public async Task What_is_no_token_changes_nothing(string typed)
    {
        using var script = new Script("set-token.sh");

        var result = await script.RunAsync("dev", typed);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nothing changed", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("az keyvault secret set"));
    }

    [Fact]
    public async Task Without_a_vault_it_says_how_to_get_one()
    {
        using var script = new Script("set-token.sh").Print("az keyvault list *", string.Empty);

        var result = await script.RunAsync("dev", Token);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("infra/deploy.sh dev --infrastructure", result.Output, StringComparison.Ordinal);
        Assert.Null(result.Input);
    }

    [Theory]
    [InlineData("az account show", "not logged in; run: az login")]
    [InlineData("az keyvault list", "could not look up the vault of 'dev'")]
    public async Task It_stops_at_the_step_that_fails(string step, string said)
    {
        using var script = new Script("set-token.sh").Fail($"{step} *");

        var result = await script.RunAsync("dev", Token);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(said, result.Output, StringComparison.Ordinal);
        Assert.Null(result.Input);
    }

    [Theory]
    [InlineData("")]
    [InlineData("staging")]
    [InlineData("dev " + Token)]
    public async Task It_refuses_what_it_does_not_understand(string arguments)
    {
        using var script = new Script("set-token.sh");

        var result = await script.RunAsync(arguments);

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Calls);
    }
}
