using System.Xml.Linq;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Architecture;

public sealed class ProjectTests
{
    public static TheoryData<string> Folders => [.. Projects().Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_project_references_what_the_page_says(string folder)
    {
        Assert.True(ArchitecturePage.Projects.TryGetValue(folder, out var allowed), $"{folder} is missing in docs/architecture.md.");
        Assert.Equal(allowed.Select(name => name.Trim('`')).Order(StringComparer.Ordinal), Projects()[folder]);
    }

    [Fact]
    public void The_page_names_no_project_that_is_not_there() => Assert.Empty(ArchitecturePage.Projects.Keys.Except(Projects().Keys, StringComparer.Ordinal));

    [Fact]
    public void A_package_of_another_version_than_asked_for_is_an_error_in_every_project_of_ours()
    {
        var common = XDocument.Parse(Repository.Read("Directory.Build.props"));
        string[] excuses = ["TreatWarningsAsErrors", "WarningsNotAsErrors", "NU1603"];

        Assert.Equal("true", Assert.Single(common.Descendants("TreatWarningsAsErrors")).Value);
        Assert.Equal("NU1900;NU1901;NU1902;NU1903;NU1904;NU1905", Assert.Single(common.Descendants("WarningsNotAsErrors")).Value);
        Assert.All(common.Descendants("NoWarn"), excused => Assert.DoesNotContain("NU1603", excused.Value, StringComparison.Ordinal));
        Assert.All(Files(), file => Assert.DoesNotContain(excuses, excuse => File.ReadAllText(file).Contains(excuse, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Files() =>
        new[] { "src", "tests" }.SelectMany(top => Directory.EnumerateFiles(Path.Combine(Repository.Root, top), "*.csproj", SearchOption.AllDirectories));

    private static SortedDictionary<string, string[]> Projects()
    {
        var projects = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var file in Files())
        {
            var references = XDocument.Load(file).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
            projects[Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/')] = [.. references.Order(StringComparer.Ordinal)];
        }

        return projects;
    }
}
