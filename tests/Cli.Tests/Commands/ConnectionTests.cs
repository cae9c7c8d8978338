using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class ConnectionTests(CliEnvironment environment)
{
    private const string WrongKey = "a-key-that-is-wrong";

    [Fact]
    public async Task A_wrong_key_is_refused_and_never_shown()
    {
        var run = await environment.RunAsync(new CliRunOptions { Key = WrongKey }, "status");

        Assert.Contains("does not accept the key", run.Ended(ExitCode.Refused).Error, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongKey, run.Error + run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_audience_the_tool_signs_in_with_Entra_ID_and_sends_the_key_too()
    {
        var before = environment.Local.TokensIssued;
        await using var tool = ToolProcess.Start(environment, environment.Address, "uploads", "--audience", "api://hubspot-users");

        await tool.SucceedAsync();
        Assert.True(environment.Local.TokensIssued > before);
    }

    [Fact]
    public async Task A_token_alone_does_not_open_an_app_that_wants_a_key()
    {
        await using var tool = ToolProcess.Start(environment, environment.Address, "status", "--audience", "api://hubspot-users", "--key", string.Empty);

        Assert.Equal(ExitCode.Refused, await tool.EndAsync());
        Assert.Contains("does not accept the token for api://hubspot-users", string.Join('\n', tool.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://app.example", "https://")]
    [InlineData("https://app.example?code=secret", "without a key in it")]
    [InlineData("app", "like https://")]
    [InlineData("", "--url")]
    public async Task An_address_that_would_give_the_key_away_is_not_called(string address, string says) =>
        Assert.Contains(says, (await environment.RunAsync(new CliRunOptions { Url = address }, "status")).Ended(ExitCode.Usage).Error, StringComparison.Ordinal);

    [Fact]
    public async Task An_app_that_is_not_there_is_unreachable()
    {
        var run = await environment.RunAsync("status", "--url", "https://no-such-host.invalid");

        Assert.Contains("there is no host of this name", run.Ended(ExitCode.Unreachable).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sned")]
    [InlineData("send")]
    [InlineData("send", "missing.csv")]
    [InlineData("export")]
    [InlineData("uploads", "--state", "Lost")]
    [InlineData("find", "--email", "a", "--trace-id", "b")]
    public async Task What_cannot_be_understood_is_said_with_the_help_to_look_at(params string[] args)
    {
        var run = await environment.RunAsync(args);

        Assert.Contains("--help", run.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
    }
}
