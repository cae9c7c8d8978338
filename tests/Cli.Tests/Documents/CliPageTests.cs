using System.CommandLine;
using Cli.Doctor;
using Cli.Exporting;
using Cli.Sending;
using Cli.Terminal;
using Cli.Wire;
using Testing.Drivers;

namespace Cli.Tests.Documents;

public sealed class CliPageTests
{
    private static readonly string Page = Repository.Read("docs/cli.md");

    public static TheoryData<string> Commands => [.. Walk().Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_page_has_a_section_of_every_command_with_every_option(string name)
    {
        var command = Walk().Single(command => command.Name == name).Command;
        var section = Page.Split("\n## ", StringSplitOptions.None).SingleOrDefault(section => section.StartsWith($"`{name}", StringComparison.Ordinal));

        Assert.True(section is not null, $"docs/cli.md has no section ## `{name}");
        Assert.All(command.Options.Where(option => !option.Hidden), option => Assert.Contains($"`{option.Name}", section, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_has_the_options_that_every_command_has() =>
        Assert.All(Root().Options, option => Assert.Contains($"`{option.Name}", Page, StringComparison.Ordinal));

    [Theory]
    [InlineData(ExitCode.Ok)]
    [InlineData(ExitCode.Attention)]
    [InlineData(ExitCode.Usage)]
    [InlineData(ExitCode.Refused)]
    [InlineData(ExitCode.Unreachable)]
    [InlineData(ExitCode.Interrupted)]
    public void The_page_says_what_each_exit_code_means(int code) => Assert.Contains($"\n| {code} |", Page, StringComparison.Ordinal);

    [Theory]
    [InlineData(typeof(SendReport))]
    [InlineData(typeof(FileCheck))]
    [InlineData(typeof(FileColumn))]
    [InlineData(typeof(ExportReport))]
    [InlineData(typeof(JoinedLine))]
    [InlineData(typeof(Diagnosis))]
    [InlineData(typeof(CheckFinding))]
    public void The_page_names_every_property_of_the_documents_that_are_the_tools_own(Type type) =>
        Assert.All(CliJson.Default.GetTypeInfo(type)!.Properties, property => Assert.Contains($"\"{property.Name}\"", Page, StringComparison.Ordinal));

    private static IEnumerable<(string Name, Command Command)> Walk() => Walk(Root(), prefix: string.Empty);

    private static IEnumerable<(string Name, Command Command)> Walk(Command command, string prefix) => command.Subcommands.SelectMany(child =>
        child.Subcommands.Count > 0 ? Walk(child, $"{prefix}{child.Name} ") : [(prefix + child.Name, child)]);

    private static RootCommand Root() => CliCommand.Create(CliContext.OfProcess());
}
