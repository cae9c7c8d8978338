using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class FindTests(CliEnvironment environment)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_is_found_by_an_address_that_no_log_holds(bool isPiped)
    {
        var email = $"{Guid.NewGuid():N}@cli.example";
        using var file = TestFile.Of("users.csv", $"hs_email\n{email}\n");
        (await environment.RunAsync("send", file.Path)).Ended(ExitCode.Ok);

        var run = isPiped
            ? await environment.RunAsync(new CliRunOptions { Input = email + "\n" }, "find", "--json")
            : await environment.RunAsync("find", "--email", email, "--json");

        Assert.Equal("Created", (string?)Assert.Single(run.Ended(ExitCode.Ok).Json["users"]!.AsArray())!["outcome"]);
        Assert.DoesNotContain(environment.Output, line => line.Contains(email, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trace_id_finds_its_user_and_one_that_never_came_is_said_to_be_none()
    {
        var traceId = Guid.NewGuid().ToString("N");
        using var file = TestFile.Of("users.csv", $"objectWriteTraceId,hs_email\n{traceId},{traceId}@cli.example\n");
        (await environment.RunAsync("send", file.Path)).Ended(ExitCode.Ok);

        Assert.Contains("Created", (await environment.RunAsync("find", "--trace-id", traceId)).Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.Contains("No such user", (await environment.RunAsync("find", "--trace-id", "none", "--days", "2")).Ended(ExitCode.Attention).Error, StringComparison.Ordinal);
    }
}
