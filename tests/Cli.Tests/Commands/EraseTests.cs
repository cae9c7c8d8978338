using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class EraseTests(CliEnvironment environment) : SendingTests
{
    [Fact]
    public async Task A_person_is_counted_by_an_address_that_no_log_holds_and_stays()
    {
        var email = await SendAsync();

        var run = await environment.RunAsync(new CliRunOptions { Input = email + "\n" }, "erase", "--dry-run", "--json");
        var found = await environment.RunAsync("find", "--email", email);

        var counted = run.Ended(ExitCode.Ok).Json;
        Assert.Equal(("Erase", "Done", true, 1, 1), ((string?)counted["kind"], (string?)counted["state"], (bool)counted["dryRun"]!, (int)counted["rows"]!, (int)counted["hashes"]!));
        found.Ended(ExitCode.Ok);
        Assert.DoesNotContain(environment.Output, line => line.Contains(email, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_person_at_the_terminal_sees_the_counts_before_anything_is_erased()
    {
        var email = await SendAsync();

        var no = await environment.RunAsync(new CliRunOptions { IsInteractive = true, Input = $"{email}\nn\n" }, "erase");

        Assert.Contains("Erase 0 users in 0 messages of the poison queue, 1 row of users, 1 hashes", no.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        (await environment.RunAsync("find", "--email", email)).Ended(ExitCode.Ok);
    }

    [Fact]
    public async Task A_script_says_that_it_means_it_and_may_leave_the_task_to_the_app()
    {
        var email = await SendAsync();

        var unsure = await environment.RunAsync("erase", "--email", email);
        var sure = await environment.RunAsync("erase", "--email", email, "--yes", "--no-wait");
        var user = await environment.RunAsync("erase", "--source", $"hr-{Guid.NewGuid():N}", "--index", "0", "--yes", "--no-wait", "--json");

        Assert.Contains("--yes", unsure.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Contains("Started: task ", sure.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.Contains("15 minutes", sure.Error, StringComparison.Ordinal);
        Assert.Equal("Queued", (string?)user.Ended(ExitCode.Ok).Json["state"]);
    }

    [Fact]
    public async Task It_must_be_clear_whom_the_command_means()
    {
        (await environment.RunAsync("erase", "--source", "hr-1", "--yes")).Ended(ExitCode.Usage);
        (await environment.RunAsync("erase", "--index", "0", "--yes")).Ended(ExitCode.Usage);
        (await environment.RunAsync("erase", "--source", "hr-1", "--index", "0", "--email", "a@cli.example", "--yes")).Ended(ExitCode.Usage);
        Assert.Contains("standard input", (await environment.RunAsync("erase", "--yes")).Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        (await environment.RunAsync("erase", "--source", "no id", "--index", "0", "--yes")).Ended(ExitCode.Usage);
    }

    /// <summary>Sends a user, and waits until it can be found: that is written after its outcome.</summary>
    private async Task<string> SendAsync()
    {
        var email = $"{Guid.NewGuid():N}@cli.example";
        using var file = TestFile.Of("users.csv", $"hs_email\n{email}\n");
        (await environment.RunAsync("send", file.Path)).Ended(ExitCode.Ok);
        await Eventually.SeesAsync("the user found", () => environment.RunAsync("find", "--email", email), found => found.Code is ExitCode.Ok);
        return email;
    }
}
