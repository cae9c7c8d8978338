using System.Text.RegularExpressions;

namespace Infra.Tests.Docs;

/// <summary>The commands of the documents, as a person on call copies them.</summary>
public sealed partial class CommandTests
{
    public static TheoryData<string> Files { get; } = [.. Repository.Files("docs", "*.md"), "README.md"];

    private static readonly Dictionary<string, List<string>> Commands = Files.ToDictionary(
        row => row.Data,
        row => Block().Matches(Repository.Read(row.Data))
            .SelectMany(block => block.Groups["text"].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .ToList(),
        StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void Storage_is_reached_with_one_s_own_identity_and_by_name(string file)
    {
        Assert.All(Storage(file), command =>
        {
            Assert.Contains("--auth-mode login", command, StringComparison.Ordinal);
            Assert.Contains("--account-name ", command, StringComparison.Ordinal);
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_message_is_part_of_a_command_line(string file)
    {
        Assert.All(
            Storage(file).Where(command => command.Contains("--content", StringComparison.Ordinal)),
            command => Assert.Matches(@"--content @[\w.-]+", command));
    }

    /// <summary>Storage deletes a message after seven days unless it is sent with another time-to-live, and its users with it.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void No_message_expires(string file)
    {
        Assert.All(
            Storage(file).Where(command => command.Contains("az storage message put ", StringComparison.Ordinal)),
            command => Assert.Contains(" --time-to-live -1 ", command, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docs/limits.md")]
    [InlineData("docs/personal-data.md")]
    [InlineData("docs/runbook.md")]
    [InlineData("docs/threat-model.md")]
    public void The_runbook_sets_every_name_that_commands_use(string file)
    {
        var set = Commands["docs/runbook.md"].SelectMany(line => Assignment().Matches(line)).Select(match => match.Groups["name"].Value);

        Assert.Empty(Variable().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value).Except(set, StringComparer.Ordinal));
    }

    [Fact]
    public void There_are_such_commands() =>
        Assert.True(Storage("docs/runbook.md").Count() >= 4);

    [Fact]
    public void Every_az_command_of_the_runbook_is_one_that_operators_may_run_or_says_who_may()
    {
        // Data of queues and tables by their roles on these, everything else by Reader on the group.
        var others = Commands["docs/runbook.md"].SelectMany(line => Az().Matches(line)).Select(match => match.Groups["command"].Value)
            .Where(command => !command.StartsWith("storage message ", StringComparison.Ordinal) && !command.StartsWith("storage entity ", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

        Assert.Equal(["functionapp keys delete", "functionapp keys list", "functionapp keys set", "functionapp list", "keyvault list", "storage account list"], others);
        Assert.Contains("need the deployer's role", Repository.Read("docs/runbook.md"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Storage(string file) =>
        Commands[file].Where(line => StorageData().IsMatch(line));

    [GeneratedRegex(@"\n```\w*\n(?<text>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\baz storage (message|entity|queue|table|blob) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StorageData();

    [GeneratedRegex("^(?<name>[A-Z]+)=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\$(?<name>[A-Z]+)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\baz (?<command>[a-z]+( [a-z]+)+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Az();
}
