using Cli.Tests.Drivers;

namespace Cli.Tests.Commands;

public sealed class PoisonTests(CliEnvironment environment)
{
    [Fact]
    public async Task Users_that_HubSpot_refused_are_listed_counted_and_sent_back_to_success()
    {
        var (id, settings) = await RefuseAsync(users: 3);

        var groups = await environment.RunAsync("poison", "list", "--json");
        var messages = await environment.RunAsync("poison", "list", "--request", id, "--json");
        var dry = await environment.RunAsync("poison", "redrive", "--request", id, "--dry-run", "--json");
        environment.Local.HubSpot.Settings = settings;
        var done = await environment.RunAsync("poison", "redrive", "--request", id, "--reason", "Rejected", "--rate", "100", "--yes", "--json");
        await Eventually.SeesAsync("users created", () => environment.RunAsync("show", id, "--json"), shown => (int?)shown.Json["outcomes"]!["Created"] is 3);

        Assert.Contains("Rejected", groups.Ended(ExitCode.Attention).Json["groups"]!.AsArray().Select(group => (string?)group!["reason"]));
        Assert.Equal(3, messages.Ended(ExitCode.Attention).Json["messages"]!.AsArray().Sum(message => (int)message!["users"]!));
        Assert.Equal((true, 3), ((bool)dry.Ended(ExitCode.Ok).Json["dryRun"]!, (int)dry.Json["users"]!));
        Assert.Equal((false, 3), ((bool)done.Ended(ExitCode.Ok).Json["dryRun"]!, (int)done.Json["users"]!));
    }

    [Fact]
    public async Task A_person_is_asked_before_messages_are_deleted()
    {
        var (id, settings) = await RefuseAsync(users: 2);
        environment.Local.HubSpot.Settings = settings;

        var script = await environment.RunAsync("poison", "drop", "--request", id);
        var no = await environment.RunAsync(new CliRunOptions { IsInteractive = true, Input = "n\n" }, "poison", "drop", "--request", id);
        var yes = await environment.RunAsync(new CliRunOptions { IsInteractive = true, Input = "y\n" }, "poison", "drop", "--request", id);
        var left = await environment.RunAsync("poison", "list", "--request", id);

        Assert.Contains("--yes", script.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Contains("Delete 2 users in ", no.Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        Assert.Contains("Deleted: 2 users", yes.Ended(ExitCode.Ok).Out, StringComparison.Ordinal);
        Assert.Contains("no such messages", left.Ended(ExitCode.Ok).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_meant_unless_it_is_said()
    {
        Assert.Contains("--all", (await environment.RunAsync("poison", "redrive", "--yes")).Ended(ExitCode.Usage).Error, StringComparison.Ordinal);
        (await environment.RunAsync("poison", "drop", "--all", "--reason", "Rejected", "--yes")).Ended(ExitCode.Usage);
        (await environment.RunAsync("poison", "drop", "--all", "--unknown", "send")).Ended(ExitCode.Usage);
    }

    /// <summary>Sends users whose association HubSpot does not know, which refuses them until the settings given are back.</summary>
    private async Task<(string RequestId, Simulators.HubSpot.HubSpotSettings Settings)> RefuseAsync(int users)
    {
        var settings = environment.Local.HubSpot.Settings;
        environment.Local.HubSpot.Settings = settings with { AssociationTargets = ["1"] };
        using var file = TestFile.Csv(users);
        var run = await environment.RunAsync("send", file.Path, "--associate", "5:2", "--json");
        Assert.Equal(users, (int)run.Ended(ExitCode.Attention).Json["request"]!["outcomes"]!["Rejected"]!);
        return ((string)run.Json["requestId"]!, settings);
    }
}
