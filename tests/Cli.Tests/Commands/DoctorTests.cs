using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class DoctorTests(CliEnvironment environment)
{
    [Fact]
    public async Task A_deployment_that_works_passes_every_check()
    {
        await environment.Poison.ClearMessagesAsync(TestContext.Current.CancellationToken);

        var run = await environment.RunAsync("doctor", "--json");

        var findings = run.Json["findings"]!.AsArray().ToDictionary(finding => (string)finding!["check"]!, finding => (string)finding!["result"]!);
        Assert.Equal(["address", "clock", "version", "storage", "queue", "token", "access", "sending", "processes", "backlog", "poison", "token age", "tables", "queues", "token scopes", "import", "find a person"], findings.Keys);
        Assert.DoesNotContain(Cli.Doctor.CheckFinding.FailResult, findings.Values);
    }

    [Fact]
    public async Task A_scope_that_the_token_lacks_is_named()
    {
        var settings = environment.Local.HubSpot.Settings;
        environment.Local.HubSpot.Settings = settings with { MissingScopes = ["crm.objects.users.write"] };
        var lacking = await environment.RunAsync("doctor");
        environment.Local.HubSpot.Settings = settings with { TellsScopes = false };
        var silent = await environment.RunAsync("doctor");
        environment.Local.HubSpot.Settings = settings;

        Assert.Contains("fail  token scopes: The token lacks crm.objects.users.write.", lacking.Ended(ExitCode.Attention).Out, StringComparison.Ordinal);
        Assert.Contains("warn  token scopes: HubSpot does not tell", silent.Ended(ExitCode.Attention).Out, StringComparison.Ordinal);
        Assert.DoesNotContain(settings.AcceptedTokens[0], lacking.Out + silent.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_fault_comes_with_its_next_step()
    {
        var keyless = await environment.RunAsync(new CliRunOptions { Key = "wrong" }, "doctor");
        var nowhere = await environment.RunAsync("doctor", "--url", "https://no-such-host.invalid");

        Assert.Contains("fail  access: The key is not accepted.", keyless.Ended(ExitCode.Attention).Out, StringComparison.Ordinal);
        Assert.Contains("az functionapp keys set", keyless.Out, StringComparison.Ordinal);
        Assert.Contains("fail  address: ", nowhere.Ended(ExitCode.Attention).Out, StringComparison.Ordinal);
    }
}
