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

    private static SortedDictionary<string, string[]> Projects()
    {
        var projects = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var file in new[] { "src", "tests" }.SelectMany(top => Directory.EnumerateFiles(Path.Combine(Repository.Root, top), "*.csproj", SearchOption.AllDirectories)))
        {
            var references = XDocument.Load(file).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
            projects[Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/')] = [.. references.Order(StringComparer.Ordinal)];
        }

        return projects;
    }
}
