using Microsoft.CodeAnalysis;
using Testing.Drivers;

namespace HubSpotUsers.Tests.Architecture;

public sealed class RoomTests
{
    private static readonly SourceCode Library = SourceCode.Compile("src/HubSpotUsers", except: "HubSpotUsersServiceCollectionExtensions.cs");

    [Fact]
    public void A_room_uses_only_rooms_above_it()
    {
        var order = ArchitecturePage.Rooms.Index().ToDictionary(room => room.Item, room => room.Index, StringComparer.Ordinal);

        var wrong = Library.Uses
            .Where(use => order[use.To] > order[use.From])
            .Select(use => $"{use.Place}: {use.From} uses {use.Name} of {use.To}, which stands below it in docs/architecture.md");

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_room_is_in_the_list_and_every_one_in_the_list_is_used()
    {
        var folders = Library.Rooms.Order(StringComparer.Ordinal);

        Assert.Equal(folders, ArchitecturePage.Rooms.Order(StringComparer.Ordinal));
        Assert.InRange(Library.Uses.Count, 1000, int.MaxValue);
    }

    [Fact]
    public void Every_file_that_the_page_names_is_there()
    {
        Assert.InRange(ArchitecturePage.Files.Count, 30, int.MaxValue);
        Assert.All(ArchitecturePage.Files, file =>
            Assert.True(File.Exists(Path.Combine(Repository.Root, file)) || File.Exists(Path.Combine(Repository.Root, "src/HubSpotUsers", file)), file));
    }

    [Fact]
    public void A_use_against_the_order_is_found_with_its_file_and_line()
    {
        var code = SourceCode.Compile(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Upper/A.cs"] = "namespace Sample.Upper;\n\ninternal sealed class A\n{\n    private readonly Lower.B _b = new();\n}\n",
            ["Lower/B.cs"] = "namespace Sample.Lower;\n\ninternal sealed class B;\n",
        });

        Assert.Equal(["Upper/A.cs:5 Upper B Lower"], code.Uses.Select(use => $"{use.Place} {use.From} {use.Name} {use.To}").Distinct(StringComparer.Ordinal));
    }
}
