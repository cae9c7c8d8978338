using System.Text.Json;
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

    /// <summary>Process lists and the histories of shells keep command lines.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void No_person_s_address_is_part_of_a_command_line(string file)
    {
        Assert.DoesNotContain(Commands[file].Where(line => CommandLine().IsMatch(line)), line => Address().IsMatch(line) || line.Contains("hs_email", StringComparison.Ordinal));
    }

    [Fact]
    public void Command_lines_and_addresses_are_found()
    {
        string[] bad = ["$ echo ada@cli.example | hubspot-users find", "printf 'hs_email\nmary@example.com\n' |", "  curl -d '{\"a\":\"ada@example.com\"}'", "hubspot-users erase --email ada@example.com"];

        Assert.All(bad, line => Assert.True(CommandLine().IsMatch(line) && Address().IsMatch(line), line));
        Assert.True(Commands["README.md"].Count(line => CommandLine().IsMatch(line)) >= 4);
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
        var set = Commands["docs/runbook.md"].SelectMany(line => Assignment().Matches(line)).Select(match => match.Groups["name"].Value).Append("USER");

        Assert.Empty(Variable().Matches(Repository.Read(file)).Select(match => match.Groups["name"].Value).Except(set, StringComparer.Ordinal));
    }

    [Fact]
    public void There_are_such_commands() =>
        Assert.True(Storage("docs/runbook.md").Count() >= 4);

    [Fact]
    public void Every_az_command_of_the_runbook_is_one_that_operators_may_run()
    {
        // Data of queues and tables by their roles on these, function keys by the role that deploy.sh makes, everything else by Reader on the group.
        var others = Commands["docs/runbook.md"].SelectMany(line => Az().Matches(line)).Select(match => match.Groups["command"].Value)
            .Where(command => !command.StartsWith("storage message ", StringComparison.Ordinal) && !command.StartsWith("storage entity ", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);

        Assert.Equal(["functionapp keys delete", "functionapp keys set", "functionapp list", "keyvault list", "storage account list"], others);
        Assert.DoesNotContain("<a function key>", Repository.Read("docs/runbook.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_these_scripts_of_the_runbook_need_the_deployer_s_role()
    {
        var scripts = Commands["docs/runbook.md"].SelectMany(line => InfraScript().Matches(line)).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.Equal(["infra/destroy.sh", "infra/rollback.sh"], scripts);
        Assert.Contains("except `infra/rollback.sh`, for which they have a workflow, and `infra/destroy.sh`: these two need the deployer's role", Repository.Read("docs/runbook.md"), StringComparison.Ordinal);
    }

    /// <summary>Each step needs what the ones before it made, and without any of them no token is given or taken.</summary>
    [Fact]
    public void Entra_ID_is_put_in_front_in_order_and_with_nothing_left_out()
    {
        var commands = Commands["docs/deploy.md"].Where(line => line.Contains("az ad app ", StringComparison.Ordinal) || line.Contains("az ad sp ", StringComparison.Ordinal) || line.StartsWith("az rest ", StringComparison.Ordinal)).ToList();

        Assert.Collection(
            commands,
            create => Assert.Matches(@"^CLIENT=\$\(az ad app create .*--requested-access-token-version 2 --query appId --output tsv\)$", create),
            name => Assert.Equal("az ad app update --id \"$CLIENT\" --identifier-uris \"api://$CLIENT\"", name),
            principal => Assert.Equal("az ad sp create --id \"$CLIENT\"", principal),
            settings => Assert.EndsWith("$SITE/config/authsettingsV2?api-version=2025-03-01\" --body @auth.json", settings, StringComparison.Ordinal),
            scope => Assert.EndsWith("/applications(appId='$CLIENT')\" --body @scope.json", scope, StringComparison.Ordinal),
            people => Assert.EndsWith("/applications(appId='$CLIENT')\" --body @people.json", people, StringComparison.Ordinal));
    }

    [Fact]
    public void What_Entra_ID_is_set_up_with_fits_tokens_of_version_2()
    {
        var files = WrittenFile().Matches(Repository.Read("docs/deploy.md")).ToDictionary(file => file.Groups["name"].Value, file => JsonElement.Parse(file.Groups["text"].Value), StringComparer.Ordinal);

        var directory = files["auth.json"].GetProperty("properties").GetProperty("identityProviders").GetProperty("azureActiveDirectory");
        Assert.Equal("https://login.microsoftonline.com/$TENANT/v2.0", directory.GetProperty("registration").GetProperty("openIdIssuer").GetString());
        Assert.Contains("$CLIENT", directory.GetProperty("validation").GetProperty("allowedAudiences").EnumerateArray().Select(audience => audience.GetString()));
        Assert.Equal("/api/health", Assert.Single(files["auth.json"].GetProperty("properties").GetProperty("globalValidation").GetProperty("excludedPaths").EnumerateArray()).GetString());
        Assert.All(["scope.json", "people.json"], name => Assert.Equal(2, files[name].GetProperty("api").GetProperty("requestedAccessTokenVersion").GetInt32()));
        Assert.Equal(
            files["scope.json"].GetProperty("api").GetProperty("oauth2PermissionScopes")[0].GetProperty("id").GetString(),
            files["people.json"].GetProperty("api").GetProperty("preAuthorizedApplications")[0].GetProperty("delegatedPermissionIds")[0].GetString());
    }

    private static IEnumerable<string> Storage(string file) =>
        Commands[file].Where(line => StorageData().IsMatch(line));

    [GeneratedRegex(@"\n```\w*\n(?<text>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\baz storage (message|entity|queue|table|blob) ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StorageData();

    [GeneratedRegex(@"^\s*(\$ |\| *)?([A-Z_]+=\S* )*(az|curl|dotnet|echo|export|gh|hubspot-users|infra/\S+|openssl|printf)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[a-z]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\binfra/[\w-]+\.sh\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InfraScript();

    /// <summary>A file that the commands write: everything between two lines with the same word.</summary>
    [GeneratedRegex(@"(?<=\n)cat >(?<name>[\w.]+) <<JSON\n(?<text>.*?)\nJSON\n", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WrittenFile();

    [GeneratedRegex("^(?<name>[A-Z]+)=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\$(?<name>[A-Z]+)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\baz (?<command>[a-z]+( [a-z]+)+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Az();
}
