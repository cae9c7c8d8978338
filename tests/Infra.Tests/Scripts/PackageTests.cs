using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Infra.Tests.Scripts;

public sealed class PackageTests
{
    [Fact]
    public async Task It_packs_the_commit_and_lists_what_is_in_it()
    {
        using var script = new Script("package.sh");
        var folder = script.PathOf("packed");

        var result = await script.RunAsync(folder);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(Script.Commit, (await File.ReadAllTextAsync(Path.Combine(folder, "revision"))).TrimEnd());
        Assert.True(File.Exists(Path.Combine(folder, "app.zip")));
        Assert.False(Directory.Exists(Path.Combine(folder, "app")));
        Assert.Contains(result.Calls, call => call.StartsWith("dotnet tool run dotnet-CycloneDX src/Functions/Functions.csproj ", StringComparison.Ordinal) && call.Contains(" --filename bom.json", StringComparison.Ordinal));
        Assert.Contains($"node infra/third-party.cjs {Path.Combine(folder, "bom.json")}", result.Calls);
        Assert.DoesNotContain(result.Calls, call => call.StartsWith("az ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_dashboard_has_of_others_is_in_the_list_with_its_licence()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """{"metadata":{"component":{"bom-ref":"app"}},"components":[{"name":"Azure.Core"}],"dependencies":[{"ref":"app","dependsOn":["core"]}]}""", TestContext.Current.CancellationToken);

        using var node = Process.Start(new ProcessStartInfo("node", [Repository.PathOf("infra/third-party.cjs"), file]) { UseShellExecute = false })!;
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, node.ExitCode);
        var list = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        File.Delete(file);
        var folders = Directory.GetDirectories(Repository.PathOf("src/Api/Dashboard/ThirdParty")).Select(folder => Path.GetFileName(folder)!.ToLowerInvariant());
        var version = JsonNode.Parse(Repository.Read("tests/Browser/package.json"))!["devDependencies"]!["uplot"];
        Assert.Equal(["Azure.Core", .. folders], list["components"]!.AsArray().Select(component => (string?)component!["name"]));
        Assert.Equal(($"pkg:npm/uplot@{version}", "MIT"), ((string?)list["components"]![1]!["purl"], (string?)list["components"]![1]!["licenses"]![0]!["license"]!["id"]));
        Assert.Equal(["core", $"pkg:npm/uplot@{version}"], list["dependencies"]![0]!["dependsOn"]!.AsArray().Select(one => (string?)one));
    }

    [Fact]
    public async Task A_release_is_a_commit()
    {
        using var script = new Script("package.sh").Print("git status *", " M host.json\\n");

        var result = await script.RunAsync(script.PathOf("packed"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("not committed", result.Output, StringComparison.Ordinal);
        Assert.False(result.Called("dotnet"));
    }

    [Fact]
    public async Task A_folder_with_something_in_it_is_left_alone()
    {
        using var script = new Script("package.sh");

        var result = await script.RunAsync(script.Release(Script.Commit));

        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Calls);
    }

    [Fact]
    public void The_tool_that_lists_is_pinned() =>
        Assert.Contains("\"dotnet-CycloneDX\"", Repository.Read(".config/dotnet-tools.json"), StringComparison.Ordinal);
}
