using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Infra.Tests.Workflows;

public sealed partial class SupplyChainTests
{
    public static TheoryData<string> Projects { get; } =
        [.. Repository.Files("src", "*.csproj").Concat(Repository.Files("tests", "*.csproj"))];

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
    [InlineData("nuget")]
    [InlineData("dotnet-sdk")]
    [InlineData("github-actions")]
    [InlineData("npm")]
    [InlineData("docker")]
    public void Dependencies_of_each_kind_are_kept_up_to_date(string ecosystem)
    {
        Assert.Contains($"package-ecosystem: {ecosystem}\n", Repository.Read(".github/dependabot.yml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_folder_of_npm_packages_is_among_them()
    {
        var folders = Repository.Files("infra", "package-lock.json").Concat(Repository.Files("src", "package-lock.json"))
            .Where(file => !file.Contains("/node_modules/", StringComparison.Ordinal));

        Assert.All(folders, file => Assert.Contains($"'/{Path.GetDirectoryName(file)}'", Repository.Read(".github/dependabot.yml"), StringComparison.Ordinal));
    }

    [Fact]
    public void Code_and_workflows_are_analysed_and_changes_to_both_have_owners()
    {
        Assert.Contains("language: [csharp, actions]", Repository.Read(".github/workflows/codeql.yml"), StringComparison.Ordinal);
        Assert.Matches(@"\n/infra/ +@\S+\n", Repository.Read(".github/CODEOWNERS"));
        Assert.Matches(@"\n/\.github/ +@\S+\n", Repository.Read(".github/CODEOWNERS"));
        Assert.NotEmpty(Repository.Read(".github/SECURITY.md"));
    }

    [GeneratedRegex(@"(\$\(\[MSBuild\]::EnsureTrailingSlash\(')?\$\((NuGetPackageRoot|NUGET_PACKAGES)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PackageRoot();
}
