using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Infra.Tests.Workflows;

public sealed partial class SupplyChainTests
{
    public static TheoryData<string> Projects { get; } =
        [.. Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"))];

    public static TheoryData<string> Installers { get; } =
        [.. Repository.Files(".github/workflows", "*.yml").Concat(Repository.Files("infra", "*.sh")), ".ci/run", "tests/Fuzzing/run.sh"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_project_names_each_package_with_its_hash_and_no_place_it_came_from(string project)
    {
        var text = Repository.Read($"{Path.GetDirectoryName(project)}/packages.lock.json");
        var packages = JsonElement.Parse(text).GetProperty("dependencies").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() is not "Project")
            .ToList();

        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        Assert.All(packages.Where(package => package.Value.TryGetProperty("resolved", out _)), package => Assert.NotEmpty(package.Value.GetProperty("contentHash").GetString()!));
    }

    [Theory]
    [InlineData("src/Functions")]
    [InlineData("src/Api")]
    [InlineData("src/HubSpotUsers")]
    public void What_is_published_for_Azure_is_covered(string project)
    {
        Assert.True(JsonElement.Parse(Repository.Read($"{project}/packages.lock.json")).GetProperty("dependencies").TryGetProperty("net10.0/linux-x64", out _));
    }

    [Fact]
    public void CI_takes_exactly_these_packages()
    {
        var settings = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants().ToLookup(element => element.Name.LocalName, element => element);

        Assert.Equal("true", Assert.Single(settings["RestorePackagesWithLockFile"]).Value);
        Assert.StartsWith("'$(CI)' == 'true'", (string?)Assert.Single(settings["RestoreLockedMode"]).Attribute("Condition"), StringComparison.Ordinal);
        Assert.Contains("\ndotnet restore Functions.sln\n", Repository.Read(".ci/run"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tools_of_dotnet_are_pinned_to_a_version()
    {
        var tools = JsonElement.Parse(Repository.Read(".config/dotnet-tools.json")).GetProperty("tools").EnumerateObject().ToList();

        Assert.NotEmpty(tools);
        Assert.All(tools, tool =>
        {
            Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+$", tool.Value.GetProperty("version").GetString());
            Assert.False(tool.Value.TryGetProperty("rollForward", out var rollForward) && rollForward.GetBoolean(), tool.Name);
        });
    }

    /// <summary>A package of Python is installed with nothing that is not listed, by name and version.</summary>
    [Theory]
    [MemberData(nameof(Installers))]
    public void What_workflows_and_scripts_install_is_listed_with_its_version(string file)
    {
        var installs = Install().Matches(Repository.Read(file)).Select(match => match.Value).ToList();

        Assert.All(installs.Where(line => line.Contains("pip install", StringComparison.Ordinal)), line =>
        {
            Assert.Contains(" --no-deps --requirement tests/Functions.Tests/Producers/requirements.txt", line, StringComparison.Ordinal);
            Assert.DoesNotContain("==", line, StringComparison.Ordinal);
        });
        Assert.All(installs.Where(line => line.Contains("dotnet tool install", StringComparison.Ordinal)), line => Assert.Contains(" --version ", line, StringComparison.Ordinal));
        Assert.DoesNotContain(installs, line => line.Contains("npm install", StringComparison.Ordinal) || line.Contains("npx ", StringComparison.Ordinal));
    }

    [Fact]
    public void Packages_of_Python_are_pinned_to_a_version()
    {
        var lines = Repository.Read("tests/Functions.Tests/Producers/requirements.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] is not '#').ToList();

        Assert.Contains(lines, line => line.StartsWith("azure-storage-queue==", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Matches("^[a-z0-9-]+==[0-9]+(\\.[0-9]+)+$", line));
    }

    [Fact]
    public void Any_feature_band_of_the_SDK_will_do()
    {
        var sdk = JsonElement.Parse(Repository.Read("global.json")).GetProperty("sdk");

        Assert.Equal(("10.0.100", "latestFeature"), (sdk.GetProperty("version").GetString(), sdk.GetProperty("rollForward").GetString()));
    }

    [Fact]
    public void The_folder_of_packages_may_be_written_without_a_slash_at_its_end()
    {
        var files = Projects.Select(row => row.Data).Append("Directory.Build.props");

        Assert.All(
            files.SelectMany(file => PackageRoot().Matches(Repository.Read(file))),
            use => Assert.StartsWith("$([MSBuild]::EnsureTrailingSlash('", use.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nuget", "*.csproj")]
    [InlineData("nuget", "packages.lock.json")]
    [InlineData("nuget", "Directory.Packages.props")]
    [InlineData("nuget", "dotnet-tools.json")]
    [InlineData("dotnet-sdk", "global.json")]
    [InlineData("github-actions", "*.yml")]
    [InlineData("npm", "package.json")]
    [InlineData("npm", "package-lock.json")]
    [InlineData("pip", "requirements.txt")]
    [InlineData("docker", "Dockerfile")]
    public void Dependencies_of_every_folder_are_kept_up_to_date(string ecosystem, string manifest)
    {
        var kept = FoldersOf(ecosystem);
        var folders = Manifests(manifest).Select(file => $"/{Path.GetDirectoryName(file)}").Distinct(StringComparer.Ordinal).ToList();

        // NuGet looks below its folder by itself, GitHub Actions in that of the workflows.
        var isKept = ecosystem is "nuget" or "github-actions" ? (Predicate<string>)(_ => kept.Contains("/", StringComparer.Ordinal)) : folder => kept.Contains(folder, StringComparer.Ordinal);
        Assert.NotEmpty(folders);
        Assert.All(folders, folder => Assert.True(isKept(folder), $"'{folder}' is not in .github/dependabot.yml."));
    }

    [Fact]
    public void Every_folder_that_is_kept_up_to_date_has_something_to_keep()
    {
        Assert.All(FoldersOf("npm"), folder => Assert.True(File.Exists(Repository.PathOf($"{folder[1..]}/package-lock.json")), folder));
        Assert.All(FoldersOf("docker"), folder => Assert.True(File.Exists(Repository.PathOf($"{folder[1..]}/Dockerfile")), folder));
    }

    [Fact]
    public void Code_and_workflows_are_analysed_and_changes_to_both_have_owners()
    {
        Assert.Contains("language: [csharp, javascript-typescript, actions]", Repository.Read(".github/workflows/codeql.yml"), StringComparison.Ordinal);
        Assert.Matches(@"\n/infra/ +@\S+\n", Repository.Read(".github/CODEOWNERS"));
        Assert.Matches(@"\n/\.github/ +@\S+\n", Repository.Read(".github/CODEOWNERS"));
        Assert.NotEmpty(Repository.Read(".github/SECURITY.md"));
    }

    /// <summary>The dev container has what the scripts and <c>azd up</c> call.</summary>
    [Fact]
    public void The_dev_container_has_every_tool_of_the_ways_to_deploy()
    {
        var features = JsonElement.Parse(Repository.Read(".devcontainer/devcontainer.json")).GetProperty("features").EnumerateObject().Select(feature => feature.Name.Split(':')[0]);
        var packages = Repository.Read(".devcontainer/Dockerfile").Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["ghcr.io/azure/azure-dev/azd"], features);
        Assert.Empty(new[] { "azure-cli", "curl", "dotnet-sdk-10.0", "gh", "git", "nodejs", "npm", "shellcheck", "zip" }.Except(packages, StringComparer.Ordinal));
    }

    [Fact]
    public void The_check_of_the_infrastructure_says_how_long_it_took_and_may_take_two_minutes_in_CI()
    {
        var text = Repository.Read("infra/check.sh");

        Assert.Contains("readonly limit_seconds=120\n", text, StringComparison.Ordinal);
        Assert.EndsWith("[ \"${GITHUB_ACTIONS:-}\" != true ] || [ \"$SECONDS\" -le \"$limit_seconds\" ] || fail \"that is too long\"\n", text, StringComparison.Ordinal);
        Assert.Contains("\ninfra/check.sh\n", Repository.Read(".ci/run"), StringComparison.Ordinal);
    }

    private static List<string> FoldersOf(string ecosystem)
    {
        var update = Repository.Read(".github/dependabot.yml").Split("\n  - package-ecosystem: ").Single(part => part.StartsWith($"{ecosystem}\n", StringComparison.Ordinal));
        return [.. KeptFolder().Matches(update.Split("\n    schedule:")[0]).Select(match => match.Value)];
    }

    /// <summary>The files of the repository of that name, without those that building and installing bring.</summary>
    private static IEnumerable<string> Manifests(string pattern)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };
        string[] others = ["node_modules", "artifacts", ".git", "bin", "obj"];
        return Directory.EnumerateDirectories(Repository.Root)
            .Where(folder => !others.Contains(Path.GetFileName(folder), StringComparer.Ordinal))
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, options))
            .Concat(Directory.EnumerateFiles(Repository.Root, pattern))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Intersect(others, StringComparer.Ordinal).Any());
    }

    [GeneratedRegex(@"^.*\b(pip install|npm install|npx|dotnet tool install)\b.*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Install();

    [GeneratedRegex(@"(?<=[ '\[])/[\w./-]*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeptFolder();

    [GeneratedRegex(@"(\$\(\[MSBuild\]::EnsureTrailingSlash\(')?\$\((NuGetPackageRoot|NUGET_PACKAGES)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PackageRoot();
}
