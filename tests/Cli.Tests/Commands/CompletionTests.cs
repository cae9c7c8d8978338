using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash", "complete -o default -F _hubspot_users hubspot-users")]
    [InlineData("zsh", "compdef _hubspot_users hubspot-users")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName hubspot-users")]
    public async Task Each_shell_has_its_script(string shell, string line) =>
        Assert.Contains(line, (await CliRun.OfAsync(new CliRunOptions(), "completion", shell)).Ended(ExitCode.Ok).Out, StringComparison.Ordinal);

    [Fact]
    public async Task The_tool_itself_names_what_completes_a_line()
    {
        var run = await CliRun.OfAsync(new CliRunOptions(), "[suggest:21]", "hubspot-users poison ");

        Assert.Superset(new HashSet<string>(["list", "redrive", "drop"]), run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).ToHashSet());
    }
}
