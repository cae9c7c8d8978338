using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class PauseTests(CliEnvironment environment) : SendingTests
{
    [Fact]
    public async Task Users_wait_while_sending_is_paused_and_go_out_when_it_resumes()
    {
        using var file = TestFile.Csv(5);

        var paused = await environment.RunAsync("pause", "--json");
        var id = (string)(await environment.RunAsync("send", file.Path, "--no-wait", "--json")).Ended(ExitCode.Ok).Json["requestId"]!;
        var status = await environment.RunAsync("status");
        var doctor = await environment.RunAsync("doctor");
        var waiting = await environment.RunAsync("show", id, "--json");
        var resumed = await environment.RunAsync("resume");
        var done = await environment.RunAsync("show", id, "--follow", "--json");

        Assert.Equal("Pause", (string?)paused.Ended(ExitCode.Ok).Json["mode"]);
        Assert.Contains("paused", status.Out, StringComparison.Ordinal);
        Assert.Contains("hubspot-users resume", doctor.Out, StringComparison.Ordinal);
        Assert.Equal(5, (int)waiting.Json["pending"]!);
        Assert.Contains("Resumed", resumed.Ended(ExitCode.Ok).Error, StringComparison.Ordinal);
        Assert.Equal(5, (int)done.Ended(ExitCode.Ok).Json["outcomes"]!["Created"]!);
    }
}
