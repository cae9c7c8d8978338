using System.Globalization;
using System.Text.Json.Nodes;
using Cli.Tests.Drivers;

namespace Cli.Tests;

public sealed class PackedToolTests(CliEnvironment environment) : IDisposable
{
    /// <summary>What a command ends with that does not end by itself in time.</summary>
    private const int Terminated = 143;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cli-tool-");

    [Fact]
    public async Task The_packed_tool_is_installed_runs_and_ends_with_an_interrupt()
    {
        var tool = await InstallAsync();
        await using var status = ToolProcess.Start(environment, tool, environment.Address, "poison", "list", "--json");
        await status.EndAsync();
        await using var watch = ToolProcess.Start(environment, tool, environment.Address, "watch", "--json");
        await Eventually.HoldsAsync("a look", () => watch.Out.Count > 0);

        // Not INT, which a process ignores that a shell started in the background.
        await using var interrupt = ToolProcess.Start(environment, "kill", environment.Address, "-TERM", watch.Id.ToString(CultureInfo.InvariantCulture));

        Assert.NotNull(JsonNode.Parse(Assert.Single(status.Out))!["groups"]);
        Assert.Contains(await watch.EndAsync(), new[] { ExitCode.Interrupted, Terminated });
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> InstallAsync()
    {
        var project = Path.Combine(Testing.Drivers.Repository.Root, "src", "Cli");
        await using var pack = ToolProcess.Start(environment, "dotnet", environment.Address, "pack", project, "--no-build", "--configuration", ToolProcess.Output.Name, "--output", _folder.FullName);
        await pack.SucceedAsync();
        var path = Path.Combine(_folder.FullName, "tool");
        await using var install = ToolProcess.Start(environment, "dotnet", environment.Address, "tool", "install", "HubSpotUsers.Cli", "--tool-path", path, "--source", _folder.FullName, "--prerelease");
        await install.SucceedAsync();
        return Path.Combine(path, "hubspot-users");
    }
}
