using System.Text.Json.Nodes;
using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class WatchingTests(CliEnvironment environment)
{
    [Fact]
    public async Task The_status_is_a_table_for_a_person_and_a_document_for_a_program()
    {
        await environment.Poison.ClearMessagesAsync(TestContext.Current.CancellationToken);

        var table = await environment.RunAsync("status");
        var json = await environment.RunAsync("status", "--json");

        Assert.Contains("users a second", table.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', table.Out);
        Assert.Equal("Run", (string?)json.Json["mode"]);
        Assert.NotNull(json.Json["rate"]!["limit"]);
    }

    [Fact]
    public async Task Watching_gives_a_line_or_a_document_for_each_look()
    {
        var lines = await environment.RunAsync("watch", "--count", "2", "--interval", "0.1");
        var json = await environment.RunAsync("watch", "--count", "2", "--interval", "0.1", "--json");

        Assert.Equal(2, lines.Ended(ExitCode.Ok).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(json.Ended(ExitCode.Ok).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal("Run", (string?)JsonNode.Parse(line)!["mode"]));
    }

    [Fact]
    public async Task Watching_ends_with_an_interrupt()
    {
        using var interrupt = new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System);

        var run = await environment.RunAsync(new CliRunOptions { Interrupt = interrupt.Token }, "watch");

        run.Ended(ExitCode.Interrupted);
    }
}
