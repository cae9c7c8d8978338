using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Architecture;

/// <summary>What editors and <c>dotnet test</c> take from the solution and from the files of the editors.</summary>
public sealed partial class EditorTests
{
    [Fact]
    public void The_app_is_what_F5_starts() => Assert.Equal("Functions", Solution().First());

    [Fact]
    public void The_test_run_begins_with_the_suites_that_wait_for_processes_and_ends_with_the_one_that_computes()
    {
        // Two at a time, in about this order: begun early, the suite that computes would slow the others down, and one that waits would be left to wait alone at the end.
        Assert.Equal(
            ["Functions.Tests", "Cli.Tests", "LocalHost.Tests", "Api.Tests", "Infra.Tests", "HubSpotUsers.Tests"],
            Solution().Where(project => project.EndsWith(".Tests", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_solution_has_every_project()
    {
        var projects = new[] { "src", "tests" }.SelectMany(top => Directory.EnumerateFiles(Path.Combine(Repository.Root, top), "*.csproj", SearchOption.AllDirectories));

        Assert.Equal(projects.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), Solution().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_an_editor_launches_is_built_by_a_task_that_is_there()
    {
        var tasks = Read("tasks.json")["tasks"]!.AsArray().ToDictionary(task => Text(task, "label"), task => task!, StringComparer.Ordinal);
        var launched = Read("launch.json")["configurations"]!.AsArray();

        Assert.NotEmpty(launched);
        Assert.All(launched, configuration => Assert.Contains(Text(configuration, "preLaunchTask"), tasks.Keys));
        Assert.All(tasks.Values.Where(task => task["dependsOn"] is not null), task => Assert.Contains(Text(task, "dependsOn"), tasks.Keys));
        Assert.Contains(launched, configuration => Text(configuration, "preLaunchTask") is "func: host start");
        Assert.Contains("/artifacts/bin/Functions/debug", Text(tasks["func: host start"]["options"], "cwd"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("launch.json")]
    [InlineData("tasks.json")]
    public void A_folder_that_an_editor_names_is_of_a_project(string file)
    {
        var names = Named().Matches(Repository.Read($".vscode/{file}")).Select(match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, Solution()));
    }

    [Fact]
    public void The_app_is_started_as_the_Core_Tools_take_it()
    {
        var profile = JsonNode.Parse(Repository.Read("src/Functions/Properties/launchSettings.json"))!["profiles"]!["Functions"]!;

        Assert.Equal(("Project", "--port 7071"), (Text(profile, "commandName"), Text(profile, "commandLineArgs")));
    }

    private static JsonNode Read(string file) => JsonNode.Parse(Repository.Read($".vscode/{file}"))!;

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();

    private static List<string> Solution() => [.. Project().Matches(Repository.Read("Functions.sln")).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"^Project\(.*?\) = ""(?<name>[^""]+)"", ""[^""]+\.csproj""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Project();

    [GeneratedRegex(@"\$\{workspaceFolder\}/(src|artifacts/bin)/(?<name>[A-Za-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();
}
